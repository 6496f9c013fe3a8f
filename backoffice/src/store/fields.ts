/**
 * The fields of a document, each with a name, a value, and the path by which the server's errors call it:
 * `name[de-DE]`, `values.title`, `values.title[de-DE]`, `values.title[de-DE,vip]`.
 *
 * Only the value of a segment without a culture is called otherwise here, `values.title[,vip]`: the server's
 * `values.title[vip]` could be that of a culture as well.
 */

import type { DraftBody } from "../api/documents.js";
import type { DocumentAnswer, DocumentVariant, JsonValue } from "../api/model.js";

/** What was changed and not saved, by field. */
export type Edits = Readonly<Record<string, JsonValue>>;

export interface Field {
  /** The alias of the property, or `undefined` for the name. */
  readonly alias: string | undefined;
  readonly culture: string | null;
  readonly segment: string | null;
}

export function nameField(culture: string | null): string {
  return culture === null ? "name" : `name[${culture}]`;
}

export function valueField(alias: string, culture: string | null, segment: string | null = null): string {
  const variant = segment === null ? culture : `${culture ?? ""},${segment}`;
  return variant ? `values.${alias}[${variant}]` : `values.${alias}`;
}

export function parseField(field: string): Field {
  const [, path = field, variant = ""] = /^([^[]*)(?:\[(.*)\])?$/.exec(field) ?? [];
  const [, culture = "", segment = null] = /^([^,]*)(?:,(.*))?$/.exec(variant) ?? [];
  return { alias: path.startsWith("values.") ? path.slice("values.".length) : undefined, culture: culture || null, segment };
}

/** What the server calls a field in its errors. */
export function errorField(field: string): string {
  return field.replace("[,", "[");
}

/** Every field of a document that has a value, with its draft. */
export function draftOf(document: DocumentAnswer): Readonly<Record<string, JsonValue>> {
  const names = document.variants.map(({ culture, name }) => [nameField(culture), name]);
  const values = document.values.map(({ alias, culture, segment, value }) => [valueField(alias, culture, segment), value]);
  return Object.fromEntries([...names, ...values]);
}

/**
 * A document with a variant also for each language in which something was typed, as the server has one for each in which
 * something is written: so nothing is unsaved in a language that is deleted meanwhile, and cannot be seen.
 *
 * @param fields those with something typed.
 */
export function withTyped(document: DocumentAnswer, fields: readonly string[]): DocumentAnswer {
  const known = new Set(document.variants.map(({ culture }) => culture));
  if (known.has(null)) return document;
  const typed = new Set(fields.flatMap((field) => parseField(field).culture ?? []).filter((culture) => !known.has(culture)));
  if (typed.size === 0) return document;
  return { ...document, variants: [...document.variants, ...[...typed].map(notCreated)] };
}

function notCreated(culture: string): DocumentVariant {
  return { culture, name: null, state: "notCreated", publishName: null, updated: null, published: null };
}

/** A value as it stands in the editor: what was changed, else what was saved; `null` for none. */
export function valueIn(draft: Readonly<Record<string, JsonValue>>, edits: Edits, field: string): JsonValue {
  return (field in edits ? edits[field] : draft[field]) ?? null;
}

/** Notes a change; what is as it was saved is no change. */
export function edited(document: DocumentAnswer, edits: Edits, field: string, value: JsonValue): Edits {
  const { [field]: _, ...others } = edits;
  return sameJson(draftOf(document)[field] ?? null, value) ? others : { ...others, [field]: value };
}

/** The same changes, as they are to a newer version of the document. */
export function rebased(edits: Edits, document: DocumentAnswer): Edits {
  return Object.entries(edits).reduce<Edits>((all, [field, value]) => edited(document, all, field, value), {});
}

export function bodyOf(edits: Edits): DraftBody {
  const parts = Object.entries(edits).map(([field, value]) => ({ ...parseField(field), value }));
  return {
    variants: parts.filter(({ alias }) => alias === undefined).map(({ culture, value }) => ({ culture, name: value || null })),
    values: parts.flatMap(({ alias, culture, segment, value }) =>
      alias === undefined ? [] : [{ alias, culture, segment, value }],
    ),
  };
}

/** Whether two values are the same JSON, whatever the order of their keys. */
export function sameJson(one: JsonValue, other: JsonValue): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && sameJson((one as Indexed)[key], (other as Indexed)[key]))
  );
}

type Indexed = Readonly<Record<string, JsonValue>>;
