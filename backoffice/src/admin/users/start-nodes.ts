/** Documents that somebody's part of the tree begins at. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { NodeReference, StartNode } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { DocumentNames } from "../../editor/document-names.js";
import { t } from "../../i18n/i18n.js";
import { checkField } from "../fields.js";
import { PageElement } from "../page-element.js";
import type { PickedNode } from "./node-picker.js";
import "./node-picker.js";

export interface StartNodes {
  readonly root: boolean;
  readonly nodes: readonly StartNode[];
}

/** A start node as the server takes it. */
export function reference({ id, key }: StartNode): NodeReference {
  return key === null ? { id } : { key };
}

/** Dispatches `cd-start-nodes` with what they are to be. */
@customElement("cd-start-nodes")
export class StartNodesInput extends PageElement {
  @property({ attribute: false }) value: StartNodes = { root: false, nodes: [] };
  @property() hint = "";
  @property({ type: Boolean }) disabled = false;

  @state() private picking = false;
  readonly #names = new DocumentNames(this);

  override render(): TemplateResult {
    const { root, nodes } = this.value;
    return html`<fieldset>
      <legend>${a("nodes.title")}</legend>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      ${checkField({
        id: "root",
        label: a("nodes.root"),
        value: root,
        disabled: this.disabled,
        change: (on) => this.#change({ root: on, nodes }),
      })}
      ${
        nodes.length === 0
          ? nothing
          : html`<ul>
              ${nodes.map((node) => this.#node(node))}
            </ul>`
      }
      ${this.disabled ? nothing : this.#picker()}
    </fieldset>`;
  }

  #node(node: StartNode): TemplateResult {
    const name = node.key === null ? a("nodes.gone", { id: String(node.id) }) : (this.#names.find(node.key) ?? node.key);
    return html`<li>
      <uui-icon name="document"></uui-icon><span>${name}</span>
      ${
        this.disabled
          ? nothing
          : html`<uui-button
              compact
              label=${a("nodes.remove", { name })}
              @click=${() => this.#change({ ...this.value, nodes: this.value.nodes.filter((one) => one !== node) })}
              ><uui-icon name="remove"></uui-icon
            ></uui-button>`
      }
    </li>`;
  }

  #picker(): TemplateResult {
    if (!this.picking) {
      return html`<p>
        <uui-button look="outline" label=${a("nodes.add")} @click=${() => (this.picking = true)}></uui-button>
      </p>`;
    }
    return html`
      <cd-node-picker @cd-node=${({ detail }: CustomEvent<PickedNode>) => this.#add(detail)}></cd-node-picker>
      <p><uui-button look="outline" label=${t("action.close")} @click=${() => (this.picking = false)}></uui-button></p>
    `;
  }

  #add({ id, key, name }: PickedNode): void {
    this.picking = false;
    this.#names.know(key, name);
    if (this.value.nodes.some((one) => one.key === key)) return;
    this.#change({ ...this.value, nodes: [...this.value.nodes, { id, key }] });
  }

  #change(value: StartNodes): void {
    this.dispatchEvent(new CustomEvent<StartNodes>("cd-start-nodes", { detail: value }));
  }

  static override styles = [
    PageElement.styles,
    css`
      ul {
        display: grid;
        gap: var(--uui-size-space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
      }

      p {
        margin: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-start-nodes": StartNodesInput;
  }
  interface HTMLElementEventMap {
    "cd-start-nodes": CustomEvent<StartNodes>;
  }
}
