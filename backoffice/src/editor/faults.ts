/** Where something is wrong in a document, and what its fields are called by people. */

import type { DocumentType } from "../api/model.js";
import { Problem } from "../api/problem.js";
import type { Segments } from "../store/segments.js";
import { labelOf } from "./difference.js";
import { nameField, parseField, valueField } from "../store/fields.js";
import { groupsOf } from "./types.js";

/**
 * The field to go to: of those that are wrong the first one on the screen, else the first one at all; the value for
 * everybody before those for segments, which stand below it.
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
  const faulty = [...wrong].map((field) => exactField(type, field));
  const cells = new Set(faulty.map(cellOf));
  const isWrong = (field: string): boolean => cells.has(field);
  const cell = fieldsOf(type, shown).find(isWrong) ?? fieldsOf(type, all).find(isWrong);
  return cell === undefined || faulty.includes(cell) ? cell : faulty.find((field) => cellOf(field) === cell);
}

/** A field as it is called here: what the server calls a culture is a segment where values have no culture. */
function exactField(type: DocumentType, field: string): string {
  const { alias, culture, segment } = parseField(field);
  if (alias === undefined || culture === null || segment !== null) return field;
  const one = [...type.inheritedProperties, ...type.properties].find((property) => property.alias === alias);
  return type.variesByCulture && one?.variesByCulture ? field : valueField(alias, null, culture);
}

/** The cultures in which a field is wrong. */
export function culturesOf(wrong: Iterable<string>): ReadonlySet<string> {
  return new Set([...wrong].flatMap((field) => parseField(field).culture ?? []));
}

/** Does something on the server; what it refuses names its fields by their labels. */
export async function labelled<T>(type: DocumentType, segments: Segments, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const errors = error.errors.map((one) =>
      isFieldOf(type, one.field) ? { ...one, label: labelOf(one.field, type, segments) } : one,
    );
    throw new Problem(error.status, { ...error.body, errors });
  }
}

function isFieldOf(type: DocumentType, field: string): boolean {
  const { alias, culture } = parseField(field);
  if (alias === undefined) return field === nameField(culture);
  return [...type.inheritedProperties, ...type.properties].some((one) => one.alias === alias);
}

/** The field in whose cell it stands: values for segments stand below the one for everybody. */
export function cellOf(field: string): string {
  const { alias, culture } = parseField(field);
  return alias === undefined ? field : valueField(alias, culture);
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
