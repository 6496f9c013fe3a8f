/** The whole page: the sign-in, or the header with the section that the address names. */

import { provide } from "@lit/context";
import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { Services, servicesContext } from "../services.js";
import "./banner.js";
import "./confirm.js";
import { ask } from "./dialog.js";
import { AppElement, shared } from "./element.js";
import "./header.js";
import { provideIcons } from "./icons.js";
import "./notices.js";
import { Router, hrefOf } from "./router.js";
import { ACCOUNT, SECTIONS, type Section, isOpen } from "./sections.js";
import "./sign-in.js";
import { beginTheme } from "./theme.js";

@customElement("cd-app")
export class AppRoot extends AppElement {
  @provide({ context: servicesContext })
  override services = new Services();

  readonly #router = new Router(this.services.leaving);
  readonly #session = this.select((state) => state.session);
  readonly #imports = this.select((state) => state.imports);

  override connectedCallback(): void {
    super.connectedCallback();
    provideIcons(this);
    beginTheme();
    this.services.leaving.ask = () => this.#mayDiscard();
    this.services.leaving.begin();
    this.#router.begin();
    this.#router.addEventListener("change", () => this.requestUpdate());
    this.addEventListener("cd-go", (event) => void this.#router.go(event.detail));
    void this.services.begin();
  }

  override render(): TemplateResult {
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t("app.skip")}</a>
      ${this.#view()}
      <cd-notices></cd-notices>
    `;
  }

  #view(): TemplateResult {
    const session = this.#session.value;
    switch (session.kind) {
      case "signed-out":
        return html`<cd-sign-in id="main" .ended=${session.ended}></cd-sign-in>`;
      case "entering":
        return html`<main id="main" class="wait" aria-busy="true">${t("app.loading")}</main>`;
      case "signed-in":
        return this.#sections(SECTIONS.filter((section) => isOpen(section, session.user)));
    }
  }

  #sections(open: readonly Section[]): TemplateResult {
    const [alias, ...rest] = this.#router.parts;
    const first = open[0];
    if (alias === undefined && first !== undefined) {
      queueMicrotask(() => this.#router.replace(hrefOf(first.alias)));
    }
    const section = alias === ACCOUNT.alias ? ACCOUNT : open.find((candidate) => candidate.alias === alias);
    return html`
      <cd-header .sections=${open} current=${alias ?? ""}></cd-header>
      <cd-live-banner></cd-live-banner>
      ${this.#imports.value.runs.length > 0 ? this.#importBanner() : nothing}
      <main id="main" tabindex="-1">
        ${section ? this.#shown(section, rest) : alias ? this.#closed(alias, open) : first ? nothing : t("section.none")}
      </main>
    `;
  }

  #importBanner(): TemplateResult {
    void import("../importing/import-banner.js");
    return html`<cd-import-banner></cd-import-banner>`;
  }

  #shown(section: Section, rest: readonly string[]): TemplateResult {
    void section.load();
    return section.view(rest);
  }

  #closed(alias: string, open: readonly Section[]): TemplateResult {
    const known = SECTIONS.some((section) => section.alias === alias);
    return html`<p class="closed" role="alert">
      ${t(open.length === 0 ? "section.none" : known ? "page.withdrawn" : "page.missing")}
    </p>`;
  }

  async #mayDiscard(): Promise<boolean> {
    const dialog = document.createElement("cd-confirm");
    const words = {
      question: t("leave.question"),
      consequence: t("leave.consequence"),
      action: t("leave.discard"),
      stay: t("leave.stay"),
    };
    return (await ask(this, Object.assign(dialog, words, { dangerous: true }))) === true;
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>("#main")?.focus();
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto auto minmax(0, 1fr);
        height: 100dvh;
        background: var(--uui-color-background);
        color: var(--uui-color-text);
      }

      cd-header {
        grid-row: 1;
      }

      cd-live-banner {
        grid-row: 2;
      }

      cd-import-banner {
        grid-row: 3;
      }

      main,
      cd-sign-in {
        grid-row: 4;
        min-height: 0;
        overflow: auto;
        outline: none;
      }

      .skip {
        position: absolute;
        left: var(--uui-size-space-3);
        top: -5rem;
        z-index: 10;
        padding: var(--uui-size-space-3);
        background: var(--uui-color-surface);
      }

      .skip:focus {
        top: var(--uui-size-space-3);
      }

      .wait,
      .closed {
        padding: var(--uui-size-layout-1);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-app": AppRoot;
  }
  interface HTMLElementEventMap {
    /** Asks the page to go to another address of ours. */
    "cd-go": CustomEvent<string>;
  }
}
