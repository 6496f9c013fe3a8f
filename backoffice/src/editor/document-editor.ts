/** One document or blueprint: its fields, what can be done with it, and what others do to it meanwhile. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { readSegments } from "../api/documents.js";
import type { DocumentAnswer, DocumentType } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { go } from "../shell/going.js";
import { hrefOf } from "../shell/router.js";
import { tell } from "../shell/messages.js";
import "../shell/nothing-here.js";
import type { OpenDocument } from "../store/documents.js";
import { unfinishedOf } from "../store/unfinished.js";
import { iconOf } from "../tree/state-of-node.js";
import "./bin-bar.js";
import "./culture-switches.js";
import "./document-fields.js";
import "./document-gone.js";
import "./document-news.js";
import { DOCUMENT, type Draftable } from "./draftable.js";
import { culturesOf, fieldToMend } from "./faults.js";
import { parseField, withTyped } from "../store/fields.js";
import { DocumentKeeper } from "./keeper.js";
import type { Part } from "./parts.js";
import { shownState } from "./variant-state.js";

type Open = OpenDocument & { readonly kind: "open" };

/** Cultures that stand side by side at first, where there is room. */
const SIDE_BY_SIDE = 2;
const NARROW = matchMedia("(max-width: 60rem)");

function cultureCodes(document: DocumentAnswer): readonly string[] {
  return document.variants.flatMap(({ culture }) => culture ?? []);
}

@customElement("cd-document-editor")
export class DocumentEditor extends AppElement {
  @property() key = "";
  /** Which part is shown, as the address calls it; the fields without one. */
  @property() view = "";

  @property({ attribute: false }) kind: Draftable = DOCUMENT;

  @state() private shown: readonly string[] | undefined;

  readonly #types = this.select((all) => all.types);
  readonly #segments = this.select((all) => all.segments);
  #asked = false;
  readonly #document = this.select((all) => all.documents[this.key]);
  readonly #unfinished = this.select((all) => unfinishedOf(all.unfinished, this.key));
  #keeper!: DocumentKeeper;
  /** The field to go to, as soon as the fields are shown. */
  #goal: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#keeper = new DocumentKeeper(this.services.store, this.services.client, this.kind);
    NARROW.addEventListener("change", this.#draw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    NARROW.removeEventListener("change", this.#draw);
    this.services.store.dispatch({ type: "document/closed", key: this.key });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("key");
    if (before !== undefined && before !== this.key) {
      this.services.store.dispatch({ type: "document/closed", key: before });
      this.shown = undefined;
    }
    // The columns stay where they are when languages come and go.
    const document = this.#document.value;
    if (this.shown === undefined && document?.kind === "open") this.shown = cultureCodes(document.base.document).slice(0, SIDE_BY_SIDE);
  }

  override updated(): void {
    this.#keeper.want(this.key);
    const document = this.#document.value;
    if (document?.kind !== "open") return;
    const { typeAlias } = document.base.document;
    this.services.types.want(typeAlias);
    if (this.#types.value[typeAlias]?.type?.variesBySegment && this.#segments.value === undefined && !this.#asked) void this.#readSegments();
    const { touched } = this.services.store.state.tree;
    const isSeen = this.key in touched && !document.stale && !document.newer && !globalThis.document.hidden;
    if (isSeen) this.services.store.dispatch({ type: "tree/seen", key: this.key });
    const fields = this.renderRoot.querySelector("cd-document-fields");
    if (this.#goal === undefined || fields === null) return;
    void fields.show(this.#goal);
    this.#goal = undefined;
  }

  override render(): TemplateResult {
    const document = this.#document.value;
    switch (document?.kind) {
      case undefined:
      case "loading":
        return html`<p class="wait" aria-busy="true">${t("app.loading")}</p>`;
      case "failed":
        return this.#failed(() => void this.#keeper.load(this.key));
      case "gone":
        return document.was || Object.keys(this.#unfinished.value).length > 0
          ? html`<cd-document-gone
              .key=${this.key}
              .was=${document.was}
              .unfinished=${this.#unfinished.value}
              .type=${document.was && this.#types.value[document.was.base.document.typeAlias]?.type}
              .words=${this.kind.words.gone}
            ></cd-document-gone>`
          : html`<cd-nothing-here></cd-nothing-here>`;
      case "open":
        return this.#typed(document);
    }
  }

  #typed(open: Open): TemplateResult {
    const { typeAlias } = open.base.document;
    const known = this.#types.value[typeAlias];
    if (known?.type) return this.#open(open, known.type);
    if (known?.phase === "failed") return this.#failed(() => void this.services.types.load(typeAlias));
    return html`<p class="wait" aria-busy="true">${t("app.loading")}</p>`;
  }

  #failed(again: () => void): TemplateResult {
    return html`<div class="wait" role="alert">
      <h1>${t("editor.failed")}</h1>
      <uui-button look="outline" label=${t("action.retry")} @click=${again}></uui-button>
    </div>`;
  }

  #open(open: Open, type: DocumentType): TemplateResult {
    const document = this.#withTyped(open);
    const { parts, words } = this.kind;
    const part = parts.find(({ path }) => path === this.view);
    return html`
      <header>
        <div class="title">
          <uui-icon name=${iconOf(document)}></uui-icon>
          <h1 title=${document.name}>${document.name}</h1>
          <span class="quiet">${type.name}</span>
          ${this.#stateOfAll(document)}
        </div>
        ${parts.length > 1
          ? html`<nav aria-label=${t("editor.parts")}>${parts.map((one) => this.#tab(one, one === part))}</nav>`
          : nothing}
      </header>
      <cd-document-news .open=${open} .type=${type} .words=${words}></cd-document-news>
      <div class="body">
        ${part?.view ? part.view(open, type, this.#keeper) : this.#fields(open, type)}
      </div>
      <div @cd-fault=${() => this.#showFault(type)}>
        ${document.trashed
          ? html`<cd-bin-bar .document=${document}></cd-bin-bar>`
          : this.kind.actions(open, type, this.#keeper, this.#cultures(document))}
      </div>
    `;
  }

  /** What stands in no single language's column. */
  #stateOfAll(document: DocumentAnswer): TemplateResult | typeof nothing {
    const whole = document.variants.find(({ culture }) => culture === null);
    if (document.trashed) return html`<cd-state state="trashed"></cd-state>`;
    return whole ? html`<cd-state state=${shownState(document, whole.state)}></cd-state>` : nothing;
  }

  #tab({ path, label }: Part, current: boolean): TemplateResult {
    const href = hrefOf(...this.kind.address, this.key, ...(path ? [path] : []));
    return html`<a href=${href} aria-current=${current ? "page" : "false"}>${t(label)}</a>`;
  }

  #fields(open: Open, type: DocumentType): TemplateResult {
    const document = this.#withTyped(open);
    return html`
      ${type.variesByCulture && document.variants.length > 1
        ? html`<cd-culture-switches
            .document=${document}
            .shown=${this.#cultures(document)}
            .wrong=${culturesOf(this.#wrong(open))}
            @cd-culture=${({ detail }: HTMLElementEventMap["cd-culture"]) => this.#toggle(document, detail)}
          ></cd-culture-switches>`
        : nothing}
      <cd-document-fields
        .document=${document}
        .type=${type}
        .edits=${open.edits}
        .errors=${open.errors}
        .unfinished=${this.#unfinished.value}
        .cultures=${type.variesByCulture ? this.#cultures(document) : [null]}
        ?readonly=${!this.kind.mayWrite(document)}
      ></cd-document-fields>
    `;
  }

  /** The fields with which something is wrong. */
  #wrong(open: Open): ReadonlySet<string> {
    return new Set([...open.errors.map(({ field }) => field), ...Object.keys(this.#unfinished.value)]);
  }

  /** Goes to the first field with which something is wrong, and to its culture when that is not shown. */
  #showFault(type: DocumentType): void {
    const open = this.#document.value;
    if (open?.kind !== "open") return;
    const document = this.#withTyped(open);
    const shown = this.#cultures(document);
    const field = fieldToMend(type, this.#wrong(open), shown, cultureCodes(document));
    if (field === undefined) return;
    const { culture } = parseField(field);
    if (culture !== null && !shown.includes(culture)) this.#toggle(document, culture);
    const href = hrefOf(...this.kind.address, this.key);
    if (this.view) go(this, href);
    this.#goal = field;
    this.requestUpdate();
  }

  #cultures(document: DocumentAnswer): readonly string[] {
    const known = cultureCodes(document);
    const left = (this.shown ?? []).filter((culture) => known.includes(culture));
    const shown = left.length > 0 ? left : known.slice(0, SIDE_BY_SIDE);
    return NARROW.matches ? shown.slice(0, 1) : shown;
  }

  #withTyped({ base, edits }: Open): DocumentAnswer {
    return withTyped(base.document, [...Object.keys(edits), ...Object.keys(this.#unfinished.value)]);
  }

  #toggle(document: DocumentAnswer, culture: string): void {
    const shown = this.#cultures(document);
    if (NARROW.matches) this.shown = [culture];
    else if (!shown.includes(culture)) this.shown = [...shown, culture];
    else if (shown.length > 1) this.shown = shown.filter((one) => one !== culture);
  }

  async #readSegments(): Promise<void> {
    const { store, client } = this.services;
    this.#asked = true;
    try {
      store.dispatch({ type: "segments/loaded", segments: await readSegments(client) });
    } catch (error) {
      store.dispatch({ type: "segments/failed" });
      tell(store, error);
    } finally {
      this.#asked = false;
    }
  }

  readonly #draw = (): void => this.requestUpdate();

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
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
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--uui-size-space-3);
        min-width: 0;
        padding-bottom: var(--uui-size-space-3);
      }

      .title uui-icon {
        flex: none;
      }

      h1 {
        display: -webkit-box;
        max-width: calc(100% - 2rem);
        overflow: hidden;
        font-size: 1.25rem;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
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

      cd-culture-switches {
        margin-bottom: var(--uui-size-space-3);
      }

      .body {
        --gap: var(--uui-size-space-5);
        min-height: 0;
        padding: 0 var(--gap) var(--gap);
        overflow: auto;
      }

      /* Not as padding: what sticks to the top is to stand at the very top. */
      .body::before {
        content: "";
        display: block;
        height: var(--gap);
      }

      .wait {
        padding: var(--uui-size-layout-1);
      }

      @media (forced-colors: active) {
        nav a {
          border-bottom-color: Canvas;
        }

        nav a[aria-current="page"] {
          border-bottom-color: Highlight;
        }
      }

      @media (max-width: 40rem) {
        .body {
          --gap: var(--uui-size-space-3);
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
