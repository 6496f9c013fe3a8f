/** Where something is wrong in a document, and what its fields are called by people. */

import type { DocumentType } from "../api/model.js";
import { Problem } from "../api/problem.js";
import { languageName, t } from "../i18n/i18n.js";
import { nameField, parseField, valueField } from "./fields.js";
import { groupsOf } from "./types.js";

/** What a field is called: its label, and its language where it has one. Fields that the type does not have keep their path. */
export function labelOf(type: DocumentType, field: string): string {
  const { alias, culture } = parseField(field);
  if (alias === undefined && culture !== null) return t("editor.name-in", { language: languageName(culture) });
  if (alias === undefined) return field === nameField(null) ? t("editor.name") : field;
  const label = [...type.inheritedProperties, ...type.properties].find((one) => one.alias === alias)?.label;
  if (label === undefined) return field;
  return culture === null ? label : `${label} (${languageName(culture)})`;
}

/**
 * The field to go to: of those that are wrong the first one on the screen, else the first one at all.
 *
 * @param wrong the fields that are wrong.
 * @param shown the cultures that are on the screen.
 * @param all the cultures of the document.
 */
export function fieldToMend(
  type: DocumentType,
  wrong: ReadonlySet<string>,
  shown: readonly string[],
  all: readonly string[],
): string | undefined {
  const [onScreen] = fieldsOf(type, shown).filter((field) => wrong.has(field));
  return onScreen ?? fieldsOf(type, all).find((field) => wrong.has(field));
}

/** The cultures in which a field is wrong. */
export function culturesOf(wrong: Iterable<string>): ReadonlySet<string> {
  return new Set([...wrong].flatMap((field) => parseField(field).culture ?? []));
}

/** Does something on the server; what it refuses names its fields by their labels. */
export async function labelled<T>(type: DocumentType, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map((one) => ({ ...one, label: labelOf(type, one.field) }));
    throw new Problem(error.status, { ...error.body, errors });
  }
}

/** The fields in the order in which they stand. */
function fieldsOf(type: DocumentType, cultures: readonly string[]): readonly string[] {
  const varied = (varies: boolean): readonly (string | null)[] => (varies && type.variesByCulture ? cultures : [null]);
  return [
    ...varied(true).map(nameField),
    ...groupsOf(type).flatMap(({ properties }) =>
      properties.flatMap((one) => varied(one.variesByCulture).map((culture) => valueField(one.alias, culture))),
    ),
  ];
}
