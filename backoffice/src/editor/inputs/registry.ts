/** Which input edits a property: by the name of the editor that its type asks for, else by what it stores. */

import { type TemplateResult, html } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import type { JsonValue } from "../../api/model.js";
import "./choice-input.js";
import "./date-input.js";
import "./document-input.js";
import type { PropertySettings } from "./input.js";
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
  readonly invalid: boolean;
  readonly lang: string | undefined;
  changed(value: JsonValue): void;
}

type View = (slot: Slot) => TemplateResult;

const changed =
  (slot: Slot) =>
  (event: CustomEvent<JsonValue>): void =>
    slot.changed(event.detail);

const text: View = (slot) => html`<cd-text-input
  label=${slot.label}
  lang=${ifDefined(slot.lang)}
  .value=${slot.value}
  .settings=${slot.settings}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-text-input>`;

const textarea: View = (slot) => html`<cd-text-input
  multiline
  label=${slot.label}
  lang=${ifDefined(slot.lang)}
  .value=${slot.value}
  .settings=${slot.settings}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-text-input>`;

const richText: View = (slot) => {
  void import("./rich-text-input.js");
  return html`<cd-rich-text-input
    label=${slot.label}
    lang=${ifDefined(slot.lang)}
    .value=${slot.value}
    ?readonly=${slot.readonly}
    ?invalid=${slot.invalid}
    @cd-change=${changed(slot)}
  ></cd-rich-text-input>`;
};

const number: View = (slot) => html`<cd-number-input
  label=${slot.label}
  valueType=${slot.valueType}
  .value=${slot.value}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-number-input>`;

const boolean: View = (slot) => html`<cd-toggle-input
  label=${slot.label}
  .value=${slot.value}
  ?readonly=${slot.readonly}
  @cd-change=${changed(slot)}
></cd-toggle-input>`;

const date: View = (slot) => html`<cd-date-input
  label=${slot.label}
  valueType=${slot.valueType}
  .value=${slot.value}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-date-input>`;

const choice: View = (slot) => html`<cd-choice-input
  label=${slot.label}
  valueType=${slot.valueType}
  .value=${slot.value}
  .settings=${slot.settings}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-choice-input>`;

const tags: View = (slot) => html`<cd-tags-input
  label=${slot.label}
  .value=${slot.value}
  ?readonly=${slot.readonly}
  @cd-change=${changed(slot)}
></cd-tags-input>`;

const contentPicker: View = (slot) => html`<cd-document-input
  label=${slot.label}
  valueType=${slot.valueType}
  .value=${slot.value}
  .settings=${slot.settings}
  ?readonly=${slot.readonly}
  @cd-change=${changed(slot)}
></cd-document-input>`;

const json: View = (slot) => html`<cd-json-input
  label=${slot.label}
  .value=${slot.value}
  ?readonly=${slot.readonly}
  ?invalid=${slot.invalid}
  @cd-change=${changed(slot)}
></cd-json-input>`;

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
