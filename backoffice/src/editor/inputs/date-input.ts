/** A moment, shown in the time zone of the one who looks and kept with its zone; or, as text, a day. */

import { type TemplateResult, html } from "lit";
import { customElement } from "lit/decorators.js";
import { ValueInput } from "./input.js";

@customElement("cd-date-input")
export class DateInput extends ValueInput {
  override render(): TemplateResult {
    const isDay = this.valueType === "text";
    return html`<input
      type=${isDay ? "date" : "datetime-local"}
      aria-label=${this.label}
      aria-invalid=${this.invalid}
      ?readonly=${this.readonly}
      .value=${isDay ? this.text : localOf(this.text)}
      @change=${(event: Event) => this.#entered((event.target as HTMLInputElement).value, isDay)}
    />`;
  }

  #entered(text: string, isDay: boolean): void {
    this.change(isDay ? text || null : isoOf(text));
  }
}

/** The moment as `datetime-local` writes it; nothing for what is no moment. */
export function localOf(iso: string): string {
  const at = new Date(iso);
  if (iso === "" || Number.isNaN(at.getTime())) return "";
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The moment that somebody entered in their own time zone. */
export function isoOf(local: string): string | null {
  return local === "" ? null : new Date(local).toISOString();
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-date-input": DateInput;
  }
}
