/** What a user group may do to single documents and below them, in place of its usual verbs. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { a } from "../../i18n/admin/words.js";
import { DocumentNames } from "../../editor/document-names.js";
import { t } from "../../i18n/i18n.js";
import { PageElement } from "../page-element.js";
import type { NodeVerbs } from "./group-draft.js";
import type { PickedNode } from "./node-picker.js";
import "./node-picker.js";
import { verbList } from "./verb-list.js";

/** Dispatches `cd-document-verbs` with what they are to be. */
@customElement("cd-document-verbs")
export class DocumentVerbsInput extends PageElement {
  @property({ attribute: false }) value: readonly NodeVerbs[] = [];
  /** The verbs that a new exception begins with. */
  @property({ attribute: false }) usual: readonly string[] = [];
  @property({ attribute: false }) known: readonly string[] = [];
  @property({ type: Boolean }) disabled = false;

  @state() private picking = false;
  readonly #names = new DocumentNames(this);

  override render(): TemplateResult {
    return html`
      ${this.value.map((one, index) => this.#exception(one, index))}
      ${
        this.disabled
          ? nothing
          : this.picking
            ? html`<cd-node-picker
                  @cd-node=${({ detail }: CustomEvent<PickedNode>) => this.#add(detail)}
                ></cd-node-picker>
                <uui-button
                  look="outline"
                  label=${t("action.close")}
                  @click=${() => (this.picking = false)}
                ></uui-button>`
            : html`<uui-button
                look="outline"
                label=${a("verbs.add")}
                @click=${() => (this.picking = true)}
              ></uui-button>`
      }
    `;
  }

  #exception({ document, verbs }: NodeVerbs, index: number): TemplateResult {
    const name =
      document.key === null ? a("nodes.gone", { id: String(document.id) }) : (this.#names.find(document.key) ?? document.key);
    return html`<details>
      <summary>${a("verbs.on", { name, count: verbs.length })}</summary>
      ${verbList({
        id: `on-${document.id}`,
        label: a("verbs.title"),
        value: verbs,
        known: this.known,
        disabled: this.disabled,
        change: (next) => this.#change(this.value.with(index, { document, verbs: next })),
      })}
      ${
        this.disabled
          ? nothing
          : html`<uui-button
              look="outline"
              color="danger"
              label=${a("nodes.remove", { name })}
              @click=${() => this.#change(this.value.toSpliced(index, 1))}
            ></uui-button>`
      }
    </details>`;
  }

  #add({ id, key, name }: PickedNode): void {
    this.picking = false;
    this.#names.know(key, name);
    if (this.value.some(({ document }) => document.key === key)) return;
    this.#change([...this.value, { document: { id, key }, verbs: this.usual }]);
  }

  #change(value: readonly NodeVerbs[]): void {
    this.dispatchEvent(new CustomEvent<readonly NodeVerbs[]>("cd-document-verbs", { detail: value }));
  }

  static override styles = [
    PageElement.styles,
    css`
      :host {
        display: grid;
        gap: var(--uui-size-space-3);
        justify-items: start;
      }

      details {
        width: 100%;
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border);
        border-radius: 4px;
      }

      summary {
        font-weight: 600;
        cursor: pointer;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-verbs": DocumentVerbsInput;
  }
  interface HTMLElementEventMap {
    "cd-document-verbs": CustomEvent<readonly NodeVerbs[]>;
  }
}
