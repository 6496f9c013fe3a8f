/** The head of the page: the sections, how the live line stands, and the user's own menu. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { LANGUAGES, type Language, language, setLanguage, t } from "../i18n/i18n.js";
import "./components.js";
import { AppElement, shared } from "./element.js";
import { hrefOf } from "./router.js";
import { ACCOUNT, type Section } from "./sections.js";
import { THEMES, type Theme, setTheme, theme } from "./theme.js";

@customElement("cd-header")
export class Header extends AppElement {
  @property({ attribute: false }) sections: readonly Section[] = [];
  @property() current = "";

  readonly #session = this.select((state) => state.session);
  readonly #live = this.select((state) => state.live);

  override render(): TemplateResult {
    return html`
      <header>
        <!-- A fragment leads nowhere inside a shadow: the page itself moves the focus. -->
        <a class="skip" href=${location.pathname} @click=${this.#skip}>${t("app.skip")}</a>
        <a class="product" href=${hrefOf()}>Copydesk</a>
        <nav aria-label=${t("section.nav")}>${this.sections.map((section) => this.#link(section))}</nav>
        <span class="live ${this.#live.value}" role="status" title=${t(`live.${this.#live.value}`)}>
          <span class="dot" aria-hidden="true"></span>
          <span class="word">${t(`live.short.${this.#live.value}`)}</span>
        </span>
        ${this.#account()}
      </header>
    `;
  }

  readonly #closeAccount = (): void => this.renderRoot.querySelector<HTMLElement>("#account")?.hidePopover();

  #skip(event: Event): void {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("cd-skip"));
  }

  #link(section: Section): TemplateResult {
    return html`<a href=${hrefOf(section.alias)} aria-current=${section.alias === this.current ? "page" : "false"}>
      <uui-icon name=${section.icon}></uui-icon><span>${t(section.label)}</span>
    </a>`;
  }

  #account(): TemplateResult {
    const session = this.#session.value;
    const name = session.kind === "signed-in" ? session.user.name : "";
    return html`
      <button class="account" popovertarget="account" aria-label=${t("menu.user", { name, initials: initials(name) })}>
        ${initials(name)}
      </button>
      <div id="account" popover>
        <p><strong>${name}</strong><br /><a href=${hrefOf(ACCOUNT.alias)} @click=${this.#closeAccount}>${t("menu.account")}</a></p>
        <label>
          ${t("menu.language")}
          <select @change=${(event: Event) => setLanguage(chosenIn(event) as Language)}>
            ${Object.entries(LANGUAGES).map(
              ([code, label]) =>
                html`<option value=${code} lang=${code} .selected=${live(code === language())}>${label}</option>`,
            )}
          </select>
        </label>
        <label>
          ${t("theme.label")}
          <select @change=${(event: Event) => setTheme(chosenIn(event) as Theme)}>
            ${THEMES.map(
              (name) => html`<option value=${name} .selected=${live(name === theme())}>${t(`theme.${name}`)}</option>`,
            )}
          </select>
        </label>
        <uui-button
          look="secondary"
          label=${t("sign-out")}
          @click=${() => void this.services.signOut()}
        ></uui-button>
      </div>
    `;
  }

  static override styles = [
    shared,
    css`
      header {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-4);
        height: 48px;
        padding: 0 var(--uui-size-space-5);
        background: var(--uui-color-header-surface);
        color: var(--uui-color-header-contrast);
      }

      nav {
        display: flex;
        flex: 1;
        align-self: stretch;
        gap: var(--uui-size-space-5);
        overflow-x: auto;
      }

      a {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-2);
        color: inherit;
        text-decoration: none;
        border-bottom: 3px solid transparent;
      }

      a:hover,
      a[aria-current="page"] {
        color: var(--uui-color-header-contrast-emphasis);
      }

      a[aria-current="page"] {
        border-bottom-color: #fad634;
      }

      a:focus-visible {
        outline-offset: -3px;
        outline-color: currentColor;
      }

      .product {
        border: 0;
        color: var(--uui-color-header-contrast-emphasis);
        font-weight: 700;
        letter-spacing: 0.02em;
      }

      .skip {
        position: absolute;
        left: var(--uui-size-space-3);
        top: -5rem;
        z-index: 10;
        padding: var(--uui-size-space-3);
        border: 0;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
      }

      .skip:is(:focus, :hover) {
        top: var(--uui-size-space-3);
        color: var(--uui-color-text);
      }

      .live {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-2);
        font-size: 0.85rem;
        white-space: nowrap;
      }

      /* The shape says as much as the colour: a ring, a full dot, a square. */
      .live .dot {
        width: 10px;
        height: 10px;
        border: 2px solid #8d97a3;
        border-radius: 50%;
      }

      .live.connected .dot {
        border-color: #2bc37c;
        background: #2bc37c;
      }

      .live:is(.reconnecting, .offline) .dot {
        border-color: #f79c37;
        border-radius: 0;
        background: #f79c37;
      }

      .account {
        width: 32px;
        height: 32px;
        border: 0;
        border-radius: 50%;
        white-space: nowrap;
        background: #fad634;
        color: #1b264f;
        font: inherit;
        font-weight: 700;
        cursor: pointer;
      }

      [popover] {
        position: fixed;
        inset: 52px var(--uui-size-space-4) auto auto;
        width: min(16rem, calc(100vw - 24px));
        padding: var(--uui-size-space-5);
        border: 1px solid var(--uui-color-border);
        border-radius: 6px;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
        box-shadow: var(--uui-shadow-depth-3);
      }

      [popover] p {
        margin: 0 0 var(--uui-size-space-4);
      }

      label {
        display: grid;
        gap: var(--uui-size-space-1);
        margin-bottom: var(--uui-size-space-4);
      }

      select {
        padding: var(--uui-size-space-2);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      @media (max-width: 40rem) {
        header {
          gap: var(--uui-size-space-3);
          padding: 0 var(--uui-size-space-3);
        }

        nav {
          gap: var(--uui-size-space-4);
        }

        .product {
          display: none;
        }

        .live .word {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }

      @media (forced-colors: active) {
        header {
          border-bottom: 1px solid CanvasText;
        }

        nav a {
          border-bottom-color: Canvas;
        }

        nav a[aria-current="page"] {
          border-bottom-color: Highlight;
        }

        .live .dot {
          border-color: CanvasText;
        }

        .live:is(.connected, .reconnecting, .offline) .dot {
          background: CanvasText;
          forced-color-adjust: none;
        }
      }
    `,
  ];
}

function chosenIn(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

/** At most two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "").join("");
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-header": Header;
  }
  interface HTMLElementEventMap {
    /** Asks to go on behind the head of the page. */
    "cd-skip": CustomEvent;
  }
}
