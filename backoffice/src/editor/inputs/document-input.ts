/** Links to documents: chosen in the tree, shown by their names, in an order that can be changed. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/i18n.js";
import { ask } from "../../shell/dialog.js";
import { hrefOf } from "../../shell/router.js";
import "../../tree/pick-dialog.js";
import { DocumentNames } from "../document-names.js";
import { ValueInput } from "./input.js";

@customElement("cd-document-input")
export class DocumentInput extends ValueInput {
  readonly #names = new DocumentNames(this);

  protected override control(): TemplateResult {
    const keys = this.#keys();
    const mayAdd = !this.readonly && (this.#several() || keys.length === 0);
    return html`<div role="group" aria-label=${this.label} aria-describedby=${this.described}>
      <ul>
        ${keys.map((key, place) => this.#line(key, place))}
      </ul>
      ${mayAdd
        ? html`<uui-button look="outline" label=${t("input.choose-document")} @click=${() => void this.#choose()}></uui-button>`
        : nothing}
    </div>`;
  }

  #line(key: string, place: number): TemplateResult {
    const name = this.#names.shown(key);
    return html`<li>
      <a href=${hrefOf("content", key)}>${name}</a>
      ${this.readonly
        ? nothing
        : html`${place > 0
              ? html`<button aria-label=${t("input.up", { name })} @click=${() => this.#raise(place)}>↑</button>`
              : nothing}
            <button aria-label=${t("input.remove", { name })} @click=${() => this.#put(without(this.#keys(), place))}>×</button>`}
    </li>`;
  }

  #several(): boolean {
    return this.valueType === "json" && this.settings.multiple !== false;
  }

  #keys(): readonly string[] {
    if (Array.isArray(this.value)) return this.value.map(String);
    return this.text ? [this.text] : [];
  }

  #put(keys: readonly string[]): void {
    if (this.valueType === "json") this.change(keys.length > 0 ? keys : null);
    else this.change(keys[0] ?? null);
  }

  #raise(place: number): void {
    const keys = [...this.#keys()];
    keys.splice(place - 1, 0, ...keys.splice(place, 1));
    this.#put(keys);
  }

  async #choose(): Promise<void> {
    const dialog = document.createElement("cd-pick-dialog");
    dialog.question = this.label;
    const chosen = await ask(this, dialog);
    const key = chosen?.key;
    if (key === undefined || this.#keys().includes(key)) return;
    this.#names.know(key, chosen?.name ?? "");
    this.#put([...this.#keys(), key]);
  }

  static override styles = [
    ValueInput.styles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-2);
        padding: var(--uui-size-space-1) var(--uui-size-space-3);
        margin-bottom: var(--uui-size-space-2);
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
      }

      li a {
        flex: 1;
        overflow-wrap: anywhere;
      }

      button {
        min-width: 28px;
        min-height: 28px;
        border: 0;
        background: none;
        color: inherit;
        font-size: 1.1rem;
        cursor: pointer;
      }
    `,
  ];
}

function without(keys: readonly string[], place: number): readonly string[] {
  return keys.filter((_, at) => at !== place);
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-input": DocumentInput;
  }
}
