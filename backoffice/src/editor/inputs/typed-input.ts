/** Inputs whose values are written as text: what is typed stays as it is, and is a value or not yet. */

import type { PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import type { JsonValue } from "../../api/model.js";
import { sameJson } from "../../store/fields.js";
import { ValueInput } from "./input.js";

/** What a text means: a value, or why it is none. */
export type Reading = { readonly value: JsonValue } | { readonly message: string };

export abstract class TypedInput extends ValueInput {
  /** What stands in the field. */
  @state() protected draft = "";

  /** What a text means. */
  protected abstract read(text: string): Reading;
  /** How a value is written. */
  protected abstract written(value: JsonValue): string;
  /** What is to be typed, for what is no value. */
  protected abstract readonly wanted: string;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("unfinished") && this.unfinished) this.draft = this.unfinished.text;
    else if ((changed.has("value") || changed.has("unfinished")) && !this.#isWritten()) this.draft = this.written(this.value);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.unfinished?.text === "") this.leave(undefined); // There would be nothing to go on with.
  }

  /** Takes what stands in the field, as a value where it is one. */
  protected typed(text: string): void {
    this.draft = text;
    const reading = this.read(text);
    if ("value" in reading) this.change(reading.value);
    else this.leave({ text, message: reading.message });
  }

  /** Takes what stands in a field of the browser's own, which gives no text at all for what is no value. */
  protected readonly take = (event: Event): void => {
    const { value, validity } = event.target as HTMLInputElement;
    if (validity.badInput) this.leave({ text: "", message: this.wanted });
    else if (event.type === "input" || this.unfinished) this.typed(value);
  };

  #isWritten(): boolean {
    const reading = this.read(this.draft);
    return "value" in reading && sameJson(reading.value, this.value);
  }
}
