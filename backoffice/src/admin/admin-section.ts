/** A section for administration: its pages on the left, the chosen one beside them. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { a } from "../i18n/admin/words.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { fetchCode } from "../shell/lazy.js";
import { Opened } from "../shell/nothing-here.js";
import { hrefOf } from "../shell/router.js";
import { ADMIN_PAGES, type AdminPage, isOpen } from "./pages.js";

@customElement("cd-admin-section")
export class AdminSection extends AppElement {
  @property() section = "";
  @property({ attribute: false }) parts: readonly string[] = [];

  readonly #session = this.select((state) => state.session);
  readonly #opened = new Opened();

  override render(): TemplateResult {
    const pages = this.#openPages();
    const [path, ...rest] = this.parts;
    const page = path === undefined ? pages[0] : pages.find((candidate) => candidate.path === path);
    return html`
      <nav aria-label=${t(this.section === "users" ? "section.users" : "section.settings")}>
        ${pages.map((candidate) => this.#link(candidate, candidate === page))}
      </nav>
      <div class="page">
        ${page ? this.#shown(page, rest) : this.#closed(path)}
      </div>
    `;
  }

  #openPages(): readonly AdminPage[] {
    const session = this.#session.value;
    if (session.kind !== "signed-in") return [];
    return ADMIN_PAGES.filter((page) => page.section === this.section && isOpen(page, session.user));
  }

  #link(page: AdminPage, current: boolean): TemplateResult {
    return html`<a href=${hrefOf(page.section, page.path)} aria-current=${current ? "page" : "false"}>
      <uui-icon name=${page.icon}></uui-icon>${a(page.label)}
    </a>`;
  }

  #shown(page: AdminPage, rest: readonly string[]): TemplateResult {
    this.#opened.saw(page.path);
    void fetchCode(page.load);
    return page.view(rest);
  }

  #closed(path: string | undefined): TemplateResult {
    const known = ADMIN_PAGES.some((one) => one.section === this.section && one.path === path);
    return html`<cd-nothing-here why=${t(known ? this.#opened.why(path) : "page.missing")}></cd-nothing-here>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(12rem, 16rem) minmax(0, 1fr);
        height: 100%;
      }

      nav {
        padding: var(--uui-size-space-4) 0;
        background: var(--uui-color-surface);
        border-right: 1px solid var(--uui-color-border);
        overflow: auto;
      }

      a {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-3) var(--uui-size-space-5);
        text-decoration: none;
      }

      a[aria-current="page"] {
        background: var(--uui-color-current);
        color: var(--uui-color-current-contrast);
      }

      @media (forced-colors: active) {
        a[aria-current="page"] {
          background: SelectedItem;
          color: SelectedItemText;
          forced-color-adjust: none;
        }
      }

      .page {
        padding: var(--uui-size-layout-1);
        overflow: auto;
      }

      @media (max-width: 40rem) {
        :host {
          grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        }

        nav {
          display: flex;
          padding: 0;
          border: 0;
          border-bottom: 1px solid var(--uui-color-border);
        }

        a {
          padding: var(--uui-size-space-3);
        }

        a uui-icon {
          display: none; /* So that three long words stand side by side. */
        }

        .page {
          padding: var(--uui-size-space-4);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-admin-section": AdminSection;
  }
}
