/** A whole or any number. What is no number is kept in the field, and not taken over. */

import { type TemplateResult, html } from "lit";
import { customElement } from "lit/decorators.js";
import { ValueInput } from "./input.js";

@customElement("cd-number-input")
export class NumberInput extends ValueInput {
  override render(): TemplateResult {
    return html`<input
      type="number"
      step=${this.valueType === "integer" ? "1" : "any"}
      aria-label=${this.label}
      aria-invalid=${this.invalid}
      ?readonly=${this.readonly}
      .value=${typeof this.value === "number" ? String(this.value) : ""}
      @change=${this.#changed}
    />`;
  }

  #changed(event: Event): void {
    const { validity, valueAsNumber } = event.target as HTMLInputElement;
    if (validity.valid) this.change(Number.isNaN(valueAsNumber) ? null : valueAsNumber);
    else (event.target as HTMLInputElement).reportValidity();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-number-input": NumberInput;
  }
}
