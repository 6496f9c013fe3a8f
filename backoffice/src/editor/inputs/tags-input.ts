/** Words, each a small label that can be taken away. */

import { type PropertyValues, type TemplateResult, css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.js";
import { sameJson } from "../../store/fields.js";
import { ValueInput } from "./input.js";

@customElement("cd-tags-input")
export class TagsInput extends ValueInput {
  /** A tag that is being written: it is part of the value at once, so that nothing can forget it. */
  @state() private draft = "";
  /** The tags beside the draft, as long as there is one: what it begins with may be a tag of its own. */
  #others: readonly string[] = [];

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("value") && this.draft && !sameJson(this.#all(), this.#withDraft())) this.draft = "";
  }

  protected override control(): TemplateResult {
    return html`<div class="box" role="group" aria-label=${this.label} aria-describedby=${this.described}>
      ${this.#tags().map((tag) => this.#tag(tag))}
      <input
        aria-label=${t("input.add-tag")}
        placeholder=${t("input.add-tag")}
        dir="auto"
        ?readonly=${this.readonly}
        .value=${live(this.draft)}
        @keydown=${this.#key}
        @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)}
        @blur=${() => (this.draft = "")}
      />
    </div>`;
  }

  #tag(tag: string): TemplateResult {
    return html`<span class="tag"
      ><bdi>${tag}</bdi>
      <button aria-label=${t("input.remove", { name: tag })} ?disabled=${this.readonly} @click=${() => this.#remove(tag)}>
        ×
      </button></span
    >`;
  }

  #all(): readonly string[] {
    return Array.isArray(this.value) ? this.value.map(String) : [];
  }

  /** The tags but for the one that is being written. */
  #tags(): readonly string[] {
    return this.draft ? this.#others : this.#all();
  }

  #withDraft(): readonly string[] {
    const tag = this.draft.trim();
    return tag === "" || this.#others.includes(tag) ? this.#others : [...this.#others, tag];
  }

  #key(event: KeyboardEvent): void {
    const last = this.#tags().at(-1);
    if (event.isComposing) return;
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      this.draft = "";
    } else if (event.key === "Backspace" && this.draft === "" && last !== undefined && !this.readonly) {
      this.#remove(last);
    }
  }

  #typed(text: string): void {
    this.#put(this.#tags(), text);
  }

  #remove(tag: string): void {
    this.#put(
      this.#tags().filter((one) => one !== tag),
      this.draft,
    );
  }

  #put(others: readonly string[], draft: string): void {
    this.#others = others;
    this.draft = draft;
    const tags = this.#withDraft();
    this.change(tags.length > 0 ? tags : null);
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
