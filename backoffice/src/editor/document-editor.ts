/** One document: its fields, what can be done with it, and what others do to it meanwhile. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type DocumentAnswer, type DocumentType, Verb } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import "../shell/nothing-here.js";
import { type OpenDocument, isDirty } from "../store/documents.js";
import { iconOf } from "../tree/state-of-node.js";
import "./document-actions.js";
import "./document-fields.js";
import "./document-news.js";
import { DocumentKeeper } from "./keeper.js";
import { PARTS, type Part } from "./parts.js";

type Open = OpenDocument & { readonly kind: "open" };

/** Cultures that stand side by side at first, where there is room. */
const SIDE_BY_SIDE = 2;
const NARROW = matchMedia("(max-width: 60rem)");

@customElement("cd-document-editor")
export class DocumentEditor extends AppElement {
  @property() key = "";
  /** Which part is shown, as the address calls it; the fields without one. */
  @property() view = "";

  @state() private type: DocumentType | undefined;
  @state() private shown: readonly string[] | undefined;

  readonly #document = this.select((all) => all.documents[this.key]);
  #keeper!: DocumentKeeper;
  /** It was there before it was not. */
  #wasOpen = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#keeper = new DocumentKeeper(this.services.store, this.services.client);
    NARROW.addEventListener("change", this.#draw);
    addEventListener("beforeunload", this.#warn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    NARROW.removeEventListener("change", this.#draw);
    removeEventListener("beforeunload", this.#warn);
    this.services.store.dispatch({ type: "document/closed", key: this.key });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("key");
    if (before !== undefined && before !== this.key) {
      this.services.store.dispatch({ type: "document/closed", key: before });
      this.type = undefined;
      this.shown = undefined;
      this.#wasOpen = false;
    }
    this.#wasOpen ||= this.#document.value?.kind === "open";
  }

  override updated(): void {
    this.#keeper.want(this.key);
    const document = this.#document.value;
    if (document?.kind === "open") void this.#readType(document.base.document.typeAlias);
  }

  override render(): TemplateResult {
    const document = this.#document.value;
    switch (document?.kind) {
      case undefined:
      case "loading":
        return html`<p class="wait" aria-busy="true">${t("app.loading")}</p>`;
      case "gone":
        return html`<cd-nothing-here why=${this.#wasOpen ? t("editor.gone") : ""}></cd-nothing-here>`;
      case "open":
        return this.type ? this.#open(document, this.type) : html`<p class="wait" aria-busy="true">${t("app.loading")}</p>`;
    }
  }

  #open(open: Open, type: DocumentType): TemplateResult {
    const { document } = open.base;
    const part = PARTS.find(({ path }) => path === this.view);
    return html`
      <header>
        <div class="title">
          <uui-icon name=${iconOf(document)}></uui-icon>
          <h1>${document.name}</h1>
          <span class="quiet">${type.name}</span>
        </div>
        <nav aria-label=${t("editor.parts")}>${PARTS.map((one) => this.#tab(one, one === part))}</nav>
      </header>
      <cd-document-news .open=${open} .type=${type}></cd-document-news>
      <div class="body">
        ${part?.view ? part.view(open, type, this.#keeper) : this.#fields(open, type)}
      </div>
      <cd-document-actions .open=${open} .keeper=${this.#keeper} .shown=${this.#cultures(document)}></cd-document-actions>
    `;
  }

  #tab({ path, label }: Part, current: boolean): TemplateResult {
    const href = ["/umbraco/content", this.key, path].filter(Boolean).join("/");
    return html`<a href=${href} aria-current=${current ? "page" : "false"}>${t(label)}</a>`;
  }

  #fields(open: Open, type: DocumentType): TemplateResult {
    const { document } = open.base;
    return html`
      ${type.variesByCulture ? this.#cultureSwitches(document) : nothing}
      <cd-document-fields
        .document=${document}
        .type=${type}
        .edits=${open.edits}
        .errors=${open.errors}
        .cultures=${type.variesByCulture ? this.#cultures(document) : [null]}
        ?readonly=${document.trashed || !document.allowedActions.includes(Verb.Update)}
      ></cd-document-fields>
    `;
  }

  #cultureSwitches(document: DocumentAnswer): TemplateResult {
    const shown = this.#cultures(document);
    return html`<div class="cultures" role="group" aria-label=${t("editor.cultures")}>
      ${document.variants.map(
        ({ culture, state: variant }) => html`<button
          aria-pressed=${shown.includes(culture ?? "")}
          @click=${() => this.#toggle(document, culture ?? "")}
        >
          ${languageName(culture ?? "")} <span class="quiet">${t(`variant.${variant}`)}</span>
        </button>`,
      )}
    </div>`;
  }

  #cultures(document: DocumentAnswer): readonly string[] {
    const known = document.variants.flatMap(({ culture }) => (culture === null ? [] : [culture]));
    const shown = (this.shown ?? known.slice(0, SIDE_BY_SIDE)).filter((culture) => known.includes(culture));
    return NARROW.matches ? shown.slice(0, 1) : shown;
  }

  #toggle(document: DocumentAnswer, culture: string): void {
    const shown = this.#cultures(document);
    if (NARROW.matches) this.shown = [culture];
    else if (!shown.includes(culture)) this.shown = [...shown, culture];
    else if (shown.length > 1) this.shown = shown.filter((one) => one !== culture);
  }

  async #readType(alias: string): Promise<void> {
    try {
      this.type = await this.services.types.get(alias);
    } catch (error) {
      if (this.type === undefined) tell(this.services.store, error);
    }
  }

  readonly #draw = (): void => this.requestUpdate();

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if (Object.values(this.services.store.state.documents).some(isDirty)) event.preventDefault();
  };

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr) auto;
        height: 100%;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        justify-content: space-between;
        gap: 0 var(--uui-size-space-5);
        padding: var(--uui-size-space-3) var(--uui-size-space-5) 0;
        background: var(--uui-color-surface);
        border-bottom: 1px solid var(--uui-color-border);
      }

      .title {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        min-width: 0;
        padding-bottom: var(--uui-size-space-3);
      }

      h1 {
        overflow: hidden;
        font-size: 1.25rem;
        text-overflow: ellipsis;
      }

      nav {
        display: flex;
        gap: var(--uui-size-space-5);
      }

      nav a {
        padding: var(--uui-size-space-3) 0;
        border-bottom: 3px solid transparent;
        text-decoration: none;
      }

      nav a[aria-current="page"] {
        border-bottom-color: var(--uui-color-selected-standalone);
        font-weight: 700;
      }

      .body {
        min-height: 0;
        padding: var(--uui-size-space-5);
        overflow: auto;
      }

      .wait {
        padding: var(--uui-size-layout-1);
      }

      .cultures {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2);
        margin-bottom: var(--uui-size-space-4);
      }

      .cultures button {
        padding: var(--uui-size-space-1) var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 99px;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .cultures button[aria-pressed="true"] {
        background: var(--uui-color-current);
        color: var(--uui-color-current-contrast);
      }

      .cultures button[aria-pressed="true"] .quiet {
        color: inherit;
      }

      @media (forced-colors: active) {
        nav a {
          border-bottom-color: Canvas;
        }

        nav a[aria-current="page"] {
          border-bottom-color: Highlight;
        }

        .cultures button[aria-pressed="true"] {
          background: SelectedItem;
          color: SelectedItemText;
          forced-color-adjust: none;
        }
      }

      @media (max-width: 40rem) {
        .body {
          padding: var(--uui-size-space-3);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-editor": DocumentEditor;
  }
}
