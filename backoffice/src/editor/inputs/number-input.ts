/** A whole or any number. What is no number stays in the field with what is wrong, and keeps from saving. */

import { type TemplateResult, html } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../api/model.js";
import { t } from "../../i18n/i18n.js";
import { type Reading, TypedInput } from "./typed-input.js";

@customElement("cd-number-input")
export class NumberInput extends TypedInput {
  protected override control(): TemplateResult {
    return html`<input
      type="number"
      step=${this.#isWhole ? "1" : "any"}
      aria-label=${this.label}
      aria-invalid=${this.fault !== ""}
      aria-describedby=${this.described}
      aria-required=${this.required}
      ?readonly=${this.readonly}
      .value=${live(this.draft)}
      @input=${this.take}
      @blur=${this.take}
    />`;
  }

  protected override read(text: string): Reading {
    const value = Number(text);
    if (text === "") return { value: null };
    if (!Number.isFinite(value)) return { message: this.wanted };
    return this.#isWhole && !Number.isSafeInteger(value) ? { message: this.wanted } : { value };
  }

  protected override written(value: JsonValue): string {
    return typeof value === "number" ? String(value) : "";
  }

  get #isWhole(): boolean {
    return this.valueType === "integer";
  }

  protected override get wanted(): string {
    return t(this.#isWhole ? "input.no-whole-number" : "input.no-number");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-number-input": NumberInput;
  }
}
