/** Words, each a small label that can be taken away. */

import { type TemplateResult, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/i18n.js";
import { ValueInput } from "./input.js";

@customElement("cd-tags-input")
export class TagsInput extends ValueInput {
  override render(): TemplateResult {
    return html`<div class="box" role="group" aria-label=${this.label}>
      ${this.#tags().map((tag) => this.#tag(tag))}
      <input
        aria-label=${t("input.add-tag")}
        placeholder=${t("input.add-tag")}
        ?readonly=${this.readonly}
        @keydown=${this.#key}
        @change=${(event: Event) => this.#add(event.target as HTMLInputElement)}
      />
    </div>`;
  }

  #tag(tag: string): TemplateResult {
    return html`<span class="tag"
      >${tag}
      <button aria-label=${t("input.remove", { name: tag })} ?disabled=${this.readonly} @click=${() => this.#remove(tag)}>
        ×
      </button></span
    >`;
  }

  #tags(): readonly string[] {
    return Array.isArray(this.value) ? this.value.map(String) : [];
  }

  #key(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    const last = this.#tags().at(-1);
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      this.#add(input);
    } else if (event.key === "Backspace" && input.value === "" && last !== undefined && !this.readonly) {
      this.#remove(last);
    }
  }

  #add(input: HTMLInputElement): void {
    const tag = input.value.trim();
    input.value = "";
    if (tag && !this.#tags().includes(tag)) this.change([...this.#tags(), tag]);
  }

  #remove(tag: string): void {
    this.change(this.#tags().filter((one) => one !== tag));
  }

  static override styles = [
    ValueInput.styles,
    css`
      .box {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2);
        padding: 3px;
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
      }

      .tag {
        display: inline-flex;
        align-items: center;
        padding: 0 0 0 var(--uui-size-space-3);
        border-radius: 3px;
        background: var(--uui-color-surface-alt);
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

      .box input:not([type="checkbox"], [type="radio"]) {
        flex: 1;
        width: auto;
        min-width: 8rem;
        min-height: 30px;
        border: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-tags-input": TagsInput;
  }
}
