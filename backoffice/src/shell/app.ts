/** The whole page: the sign-in, or the header with the section that the address names. */

import { provide } from "@lit/context";
import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { Services, servicesContext } from "../services.js";
import "./banner.js";
import { AppElement, shared, whenDrawn } from "./element.js";
import { FocusKeeper, focusHeading } from "./focus.js";
import "./going.js";
import "./header.js";
import { provideIcons } from "./icons.js";
import { fetchCode, tellMissingCode } from "./lazy.js";
import { mayLose } from "./losses.js";
import "./notices.js";
import { Opened } from "./nothing-here.js";
import { Router, hrefOf, placeOf } from "./router.js";
import { ACCOUNT, SECTIONS, type Section, isOpen } from "./sections.js";
import "./sign-in.js";
import { beginTheme } from "./theme.js";
import { WindowTitle } from "./title.js";

const loadImportBanner = (): Promise<unknown> => import("../importing/import-banner.js");

@customElement("cd-app")
export class AppRoot extends AppElement {
  @provide({ context: servicesContext })
  override services = new Services();

  readonly #router = new Router(this.services.leaving);
  readonly #session = this.select((state) => state.session);
  readonly #imports = this.select((state) => state.imports);
  readonly #title = new WindowTitle(
    () => this.#main,
    () => this.#sectionName(),
  );
  readonly #opened = new Opened();
  #place = "";

  override connectedCallback(): void {
    super.connectedCallback();
    provideIcons(this);
    beginTheme();
    this.services.leaving.ask = (losses) => mayLose(this, losses);
    this.services.leaving.begin();
    this.#router.begin();
    this.#place = placeOf(this.#router.parts);
    this.#router.addEventListener("change", () => this.#arrive());
    new FocusKeeper().begin();
    tellMissingCode(this.services.store);
    whenDrawn(() => this.#title.look());
    this.addEventListener("cd-go", (event) => void this.#router.go(event.detail));
    this.addEventListener("cd-become", (event) => this.#router.replace(event.detail));
    void this.services.begin();
  }

  override render(): TemplateResult {
    return html`${this.#view()}<cd-notices></cd-notices>`;
  }

  /** Another place is open, or another part of the same one. */
  #arrive(): void {
    const before = this.#place;
    this.#place = placeOf(this.#router.parts);
    this.requestUpdate();
    if (this.#place === before) return;
    this.services.store.dispatch({ type: "place/entered", place: this.#place });
    if (before !== "" && this.#main) focusHeading(this.#main);
  }

  get #main(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>("#main");
  }

  #sectionName(): string | undefined {
    if (this.#session.value.kind !== "signed-in") return this.#session.value.kind === "entering" ? undefined : t("sign-in.title");
    const section = [...SECTIONS, ACCOUNT].find(({ alias }) => alias === this.#router.parts[0]);
    return section && t(section.label);
  }

  #view(): TemplateResult {
    const session = this.#session.value;
    if (session.kind !== "signed-in") this.#opened.saw(undefined);
    switch (session.kind) {
      case "signed-out":
        return html`<cd-sign-in id="main" .ended=${session.ended}></cd-sign-in>`;
      case "entering":
        return session.waiting ? this.#waiting() : html`<main id="main" class="wait" aria-busy="true">${t("app.loading")}</main>`;
      case "signed-in":
        return this.#sections(SECTIONS.filter((section) => isOpen(section, session.user)));
    }
  }

  #waiting(): TemplateResult {
    return html`<main id="main" class="wait" role="alert">
      <p>${t("error.unreachable")} ${t("app.waiting")}</p>
      <uui-button look="outline" label=${t("action.retry")} @click=${() => this.services.hurry()}></uui-button>
    </main>`;
  }

  #sections(open: readonly Section[]): TemplateResult {
    const [alias, ...rest] = this.#router.parts;
    const first = open[0];
    if (alias === undefined && first !== undefined) {
      queueMicrotask(() => this.#router.replace(hrefOf(first.alias)));
    }
    const section = alias === ACCOUNT.alias ? ACCOUNT : open.find((candidate) => candidate.alias === alias);
    return html`
      <cd-header .sections=${open} current=${alias ?? ""} @cd-skip=${() => this.#main?.focus()}></cd-header>
      <cd-live-banner></cd-live-banner>
      ${this.#imports.value.runs.length > 0 ? this.#importBanner() : nothing}
      <main id="main" tabindex="-1">
        ${section ? this.#shown(section, rest) : alias ? this.#closed(alias, open) : first ? nothing : t("section.none")}
      </main>
    `;
  }

  #importBanner(): TemplateResult {
    void fetchCode(loadImportBanner);
    return html`<cd-import-banner></cd-import-banner>`;
  }

  #shown(section: Section, rest: readonly string[]): TemplateResult {
    this.#opened.saw(section.alias);
    void fetchCode(section.load);
    return section.view(rest);
  }

  #closed(alias: string, open: readonly Section[]): TemplateResult {
    const known = SECTIONS.some((section) => section.alias === alias);
    return html`<cd-nothing-here
      why=${t(open.length === 0 ? "section.none" : known ? this.#opened.why(alias) : "page.missing")}
    ></cd-nothing-here>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto auto auto minmax(0, 1fr);
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

      cd-notices {
        grid-row: 4;
      }

      main,
      cd-sign-in {
        grid-row: 5;
        min-height: 0;
        overflow: auto;
        outline: none;
      }

      main:focus-visible {
        outline: none; /* What gets the focus to go on from here, not to be acted on. */
      }

      .wait {
        padding: var(--uui-size-layout-1);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-app": AppRoot;
  }
}
