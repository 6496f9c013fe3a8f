/** One answer of several, or any of them. */

import { type TemplateResult, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { ValueInput } from "./input.js";

interface Option {
  readonly value: string;
  readonly label: string;
}

@customElement("cd-choice-input")
export class ChoiceInput extends ValueInput {
  protected override control(): TemplateResult {
    return this.settings.multiple ? this.#several() : this.#one();
  }

  #one(): TemplateResult {
    const chosen = this.value === null ? "" : String(this.value);
    return html`<select
      aria-label=${this.label}
      aria-invalid=${this.fault !== ""}
      aria-describedby=${this.described}
      aria-required=${this.required}
      ?disabled=${this.readonly}
      @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}
    >
      <option value="" .selected=${live(chosen === "")}></option>
      ${this.#options([chosen]).map(
        ({ value, label }) => html`<option value=${value} .selected=${live(value === chosen)}>${label}</option>`,
      )}
    </select>`;
  }

  #several(): TemplateResult {
    const chosen = this.#chosen();
    return html`<div role="group" aria-label=${this.label} aria-describedby=${this.described}>
      ${this.#options(chosen).map(
        ({ value, label }) => html`<label>
          <input
            type="checkbox"
            ?disabled=${this.readonly}
            .checked=${chosen.includes(value)}
            @change=${() => this.#toggle(value)}
          />${label}
        </label>`,
      )}
    </div>`;
  }

  /** The answers, with those that were given before they were taken out. */
  #options(given: readonly string[]): readonly Option[] {
    const known = (this.settings.options ?? []).map((one) => (typeof one === "object" ? { value: String(one.value), label: one.label } : { value: String(one), label: String(one) }));
    const gone = given.filter((value) => value && !known.some((one) => one.value === value));
    return [...known, ...gone.map((value) => ({ value, label: value }))];
  }

  #chosen(): readonly string[] {
    return Array.isArray(this.value) ? this.value.map(String) : [];
  }

  #choose(value: string): void {
    if (value === "") this.change(null);
    else this.change(this.valueType === "integer" ? Number(value) : value);
  }

  #toggle(value: string): void {
    const chosen = this.#chosen();
    this.change(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  }

  static override styles = [
    ValueInput.styles,
    css`
      [role="group"] {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2) var(--uui-size-space-5);
        min-height: 38px;
        align-items: center;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: var(--uui-size-space-2);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-choice-input": ChoiceInput;
  }
}
