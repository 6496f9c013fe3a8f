/** The properties of a document type, in their order; each opens in its place. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { InheritedProperty } from "../../api/admin.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { PageElement } from "../page-element.js";
import type { Submission } from "../submission.js";
import { type PropertyDraft, type TypeDraft, withChanged, withMoved, withProperty, withoutProperty } from "./draft.js";
import "./property-panel.js";

/** Dispatches `cd-draft` with the draft as it is to be. */
@customElement("cd-property-list")
export class PropertyList extends PageElement {
  @property({ attribute: false }) draft!: TypeDraft;
  @property({ attribute: false }) inherited: readonly InheritedProperty[] = [];
  @property({ attribute: false }) submission!: Submission;
  /** Raised by whoever uses this when the submission has something new to say. */
  @property({ attribute: false }) errors: unknown;

  @state() private open: number | undefined;
  @state() private said = "";
  /** Somebody has asked for a new property, and goes on writing in it as soon as it is drawn. */
  #focusing = false;

  override render(): TemplateResult {
    const { properties } = this.draft;
    return html`
      ${properties.length === 0 && this.inherited.length === 0 ? html`<p class="quiet">${a("properties.none")}</p>` : nothing}
      <ol>
        ${repeat(
          properties,
          ({ id }) => id,
          (one, index) => this.#property(one, index),
        )}
      </ol>
      <uui-button look="outline" label=${a("properties.add")} @click=${this.#add}></uui-button>
      <p role="status" class="only-read-aloud">${this.said}</p>
      ${this.inherited.length === 0 ? nothing : this.#inheritedList()}
    `;
  }

  #property(one: PropertyDraft, index: number): TemplateResult {
    const name = one.label || one.alias || a("properties.unnamed");
    const wrong = this.submission.within(`properties[${index}]`).length > 0;
    const open = this.open === one.id;
    return html`<li id="property-${one.id}" @keydown=${(event: KeyboardEvent) => this.#key(event, one)}>
      <div class="row">
        <button
          class="name"
          type="button"
          aria-expanded=${open}
          @click=${() => (this.open = open ? undefined : one.id)}
        >
          <strong>${name}</strong>
          <span class="quiet">${wordFor("editor", one.editor)}</span>
          ${one.group ? html`<span class="tag">${one.group}</span>` : nothing}
          ${one.mandatory ? html`<span class="tag">${a("properties.mandatory-short")}</span>` : nothing}
          ${wrong ? html`<span class="tag warn">${a("form.wrong-short")}</span>` : nothing}
        </button>
        ${this.#mover(one, name, -1)} ${this.#mover(one, name, 1)}
        <uui-button compact label=${a("nodes.remove", { name })} @click=${() => this.#remove(one, name)}
          ><uui-icon name="trash"></uui-icon
        ></uui-button>
      </div>
      ${open ? this.#panel(one, index) : nothing}
    </li>`;
  }

  #mover(one: PropertyDraft, name: string, by: -1 | 1): TemplateResult {
    const label = a(by < 0 ? "properties.up" : "properties.down", { name });
    return html`<uui-button
      compact
      label=${label}
      title=${a("properties.move-hint")}
      @click=${() => this.#move(one, by)}
    >
      <span aria-hidden="true">${by < 0 ? "↑" : "↓"}</span>
    </uui-button>`;
  }

  #panel(one: PropertyDraft, index: number): TemplateResult {
    const groups = [...new Set(this.draft.properties.map(({ group }) => group).filter(Boolean))];
    return html`<cd-property-panel
      .property=${one}
      .groups=${groups}
      ?varies=${this.draft.variesByCulture}
      ?segmented=${this.draft.variesBySegment}
      .errors=${this.submission.within(`properties[${index}]`)}
      path="properties[${index}]"
      @cd-property=${({ detail }: CustomEvent<Partial<PropertyDraft>>) => this.#change(withChanged(this.draft, one.id, detail))}
    ></cd-property-panel>`;
  }

  #inheritedList(): TemplateResult {
    return html`
      <h3>${a("properties.inherited")}</h3>
      <ul>
        ${this.inherited.map(
          (one) =>
            html`<li class="inherited">
              <strong>${one.label}</strong> <span class="quiet">${wordFor("editor", one.editor)}</span>
              <span class="tag">${a("properties.from", { origin: one.origin })}</span>
            </li>`,
        )}
      </ul>
    `;
  }

  override updated(): void {
    const panel = this.#focusing ? this.renderRoot.querySelector("cd-property-panel") : null;
    if (panel === null) return;
    this.#focusing = false;
    void panel.updateComplete.then(() => panel.renderRoot.querySelector("input")?.focus());
  }

  readonly #add = (): void => {
    const draft = withProperty(this.draft);
    this.open = draft.properties.at(-1)?.id;
    this.#focusing = true;
    this.#change(draft);
  };

  #remove(one: PropertyDraft, name: string): void {
    this.#change(withoutProperty(this.draft, one.id));
    this.said = a("properties.removed", { name });
  }

  #move(one: PropertyDraft, by: -1 | 1): void {
    const draft = withMoved(this.draft, one.id, by);
    const place = draft.properties.findIndex(({ id }) => id === one.id) + 1;
    this.#change(draft);
    this.said = a("properties.moved", { name: one.label || one.alias, place, total: draft.properties.length });
  }

  /** Alt with an arrow moves the property that has the focus. */
  #key(event: KeyboardEvent, one: PropertyDraft): void {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    this.#move(one, event.key === "ArrowUp" ? -1 : 1);
  }

  #change(draft: TypeDraft): void {
    this.dispatchEvent(new CustomEvent<TypeDraft>("cd-draft", { detail: draft }));
  }

  static override styles = [
    PageElement.styles,
    css`
      ol,
      ul {
        display: grid;
        gap: var(--uui-size-space-2);
        margin: 0 0 var(--uui-size-space-4);
        padding: 0;
        list-style: none;
      }

      ol li {
        border: 1px solid var(--uui-color-border);
        border-radius: 4px;
      }

      h3 {
        margin: var(--uui-size-space-5) 0 var(--uui-size-space-3);
        font-size: 1rem;
      }

      .row {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-1);
        padding-right: var(--uui-size-space-2);
      }

      .name {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        align-items: baseline;
        gap: var(--uui-size-space-2) var(--uui-size-space-4);
        min-width: 0;
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      cd-property-panel {
        padding: var(--uui-size-space-4);
        border-top: 1px solid var(--uui-color-border);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-property-list": PropertyList;
  }
  interface HTMLElementEventMap {
    "cd-draft": CustomEvent<TypeDraft>;
  }
}
