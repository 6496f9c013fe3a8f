/** Values in words, as the inputs of their properties show them. */

import type { JsonValue, PropertyType } from "../api/model.js";
import { t, wholeDay, wholeMoment } from "../i18n/i18n.js";
import { textOf } from "./compared.js";
import type { PropertySettings } from "./inputs/input.js";

type Words = (value: JsonValue, property: PropertyType) => string;

/** Editors whose values are texts that one reads. */
const TEXTS: ReadonlySet<string> = new Set(["text", "textarea", "richText"]);

const PICKERS: ReadonlySet<string> = new Set(["contentPicker"]);

const date: Words = (value, { valueType }) => {
  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) return textOf(value);
  return valueType === "text" ? wholeDay(value) : wholeMoment(value);
};

const choice: Words = (value, { configuration }) => {
  const { options = [] } = (configuration ?? {}) as PropertySettings;
  const chosen = options.find((one) => String(typeof one === "object" ? one.value : one) === String(value));
  return typeof chosen === "object" ? chosen.label : String(value);
};

const WORDS: Readonly<Record<string, Words>> = { date, dateTime: date, choice };

/** A value as a person reads it; nothing for no value. */
export function wordsOfValue(value: JsonValue, property: PropertyType | undefined): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? t("input.yes") : t("input.no");
  const words = property && WORDS[property.editor];
  return words ? words(value, property) : textOf(value);
}

/** Whether two values are texts to be compared by their words; without a property, whatever is text. */
export function isText(before: JsonValue, after: JsonValue, property: PropertyType | undefined): boolean {
  const strings = [before, after].every((value) => value === null || typeof value === "string");
  return strings && (property === undefined || TEXTS.has(property.editor));
}

/** Whether the values of a property are the keys of documents. */
export function isPicker(property: PropertyType | undefined): boolean {
  return property !== undefined && PICKERS.has(property.editor);
}
