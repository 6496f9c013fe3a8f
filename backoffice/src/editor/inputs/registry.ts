/** Which input edits a property: by the name of the editor that its type asks for, else by what it stores. */

import { type ElementPart, type TemplateResult, html, noChange } from "lit";
import { Directive, directive } from "lit/directive.js";
import type { JsonValue } from "../../api/model.js";
import { fetchCode } from "../../shell/lazy.js";
import type { Unfinished } from "../../store/unfinished.js";
import "./choice-input.js";
import "./date-input.js";
import "./document-input.js";
import type { PropertySettings, ValueInput } from "./input.js";
import "./json-input.js";
import "./number-input.js";
import "./tags-input.js";
import "./text-input.js";
import "./toggle-input.js";

export interface Slot {
  readonly label: string;
  readonly value: JsonValue;
  readonly valueType: string;
  readonly settings: PropertySettings;
  readonly readonly: boolean;
  /** What explains the field, and nothing where there is nothing to explain; the same for the next two. */
  readonly hint?: string;
  readonly error?: string;
  readonly unfinished?: Unfinished | undefined;
  readonly required?: boolean;
  readonly lang: string | undefined;
  changed(value: JsonValue): void;
  left(unfinished: Unfinished | undefined): void;
}

/** Gives an input its slot, and the slot what its user does. */
class Bound extends Directive {
  #slot: Slot | undefined;

  override render(_: Slot): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [slot]: [Slot]): typeof noChange {
    const input = element as ValueInput;
    if (this.#slot === undefined) {
      input.addEventListener("cd-change", ({ detail }) => this.#slot?.changed(detail));
      input.addEventListener("cd-unfinished", ({ detail }) => this.#slot?.left(detail));
    }
    this.#slot = slot;
    const { label, value, valueType, settings, readonly, hint = "", error = "", unfinished, required = false, lang = "" } = slot;
    Object.assign(input, { label, value, valueType, settings, readonly, hint, error, unfinished, required, lang });
    return noChange;
  }
}

const bound = directive(Bound);

type View = (slot: Slot) => TemplateResult;

const text: View = (slot) => html`<cd-text-input ${bound(slot)}></cd-text-input>`;
const textarea: View = (slot) => html`<cd-text-input multiline ${bound(slot)}></cd-text-input>`;
const number: View = (slot) => html`<cd-number-input ${bound(slot)}></cd-number-input>`;
const boolean: View = (slot) => html`<cd-toggle-input ${bound(slot)}></cd-toggle-input>`;
const date: View = (slot) => html`<cd-date-input ${bound(slot)}></cd-date-input>`;
const choice: View = (slot) => html`<cd-choice-input ${bound(slot)}></cd-choice-input>`;
const tags: View = (slot) => html`<cd-tags-input ${bound(slot)}></cd-tags-input>`;
const contentPicker: View = (slot) => html`<cd-document-input ${bound(slot)}></cd-document-input>`;
const json: View = (slot) => html`<cd-json-input ${bound(slot)}></cd-json-input>`;

const loadRichText = (): Promise<unknown> => import("./rich-text-input.js");

const richText: View = (slot) => {
  void fetchCode(loadRichText);
  return html`<cd-rich-text-input ${bound(slot)}></cd-rich-text-input>`;
};

/** The editors by name, as the server knows them; packages may add more. */
export const EDITORS: Record<string, View> = {
  text,
  textarea,
  richText,
  number,
  decimal: number,
  boolean,
  date,
  dateTime: date,
  choice,
  tags,
  contentPicker,
  json,
};

/** Shows the input for a value; an editor that nobody knows gives way to plain JSON. */
export function inputFor(editor: string, slot: Slot): TemplateResult {
  return (EDITORS[editor] ?? json)(slot);
}
