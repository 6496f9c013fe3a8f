/** A moment, shown in the time zone of the one who looks and kept with its zone; or, as text, a day. */

import { type TemplateResult, html } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../api/model.js";
import { t } from "../../i18n/i18n.js";
import { type Reading, TypedInput } from "./typed-input.js";

/** Browsers let years become longer, of which nothing else can make a date. */
const FOUR_DIGITS = /^\d{4}-/;

@customElement("cd-date-input")
export class DateInput extends TypedInput {
  protected override control(): TemplateResult {
    return html`<input
      type=${this.#isDay ? "date" : "datetime-local"}
      aria-label=${this.label}
      aria-invalid=${this.fault !== ""}
      aria-describedby=${this.described}
      ?required=${this.required}
      ?readonly=${this.readonly}
      .value=${live(this.draft)}
      @input=${this.take}
      @keyup=${this.take}
      @blur=${this.take}
    />`;
  }

  protected override get wanted(): string {
    return t("input.no-date");
  }

  protected override read(text: string): Reading {
    if (text !== "" && !FOUR_DIGITS.test(text)) return { message: this.wanted };
    return { value: this.#isDay ? text || null : isoOf(text) };
  }

  protected override written(value: JsonValue): string {
    if (typeof value !== "string") return "";
    return this.#isDay ? value : localOf(value);
  }

  get #isDay(): boolean {
    return this.valueType === "text";
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
