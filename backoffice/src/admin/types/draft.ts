/** A document type while it is edited: pure steps from one draft to the next, and what is sent of it. */

import type { DocumentType, DocumentTypeBody, PropertyBody } from "../../api/admin.js";
import type { FieldError } from "../../api/problem.js";
import { aliasFor } from "../alias.js";
import { settingsOf, valueTypeFor } from "./editors.js";

export interface PropertyDraft extends Omit<PropertyBody, "schema" | "configuration" | "pattern" | "message"> {
  /** What it is called in the form, whatever its alias becomes. */
  readonly id: number;
  readonly pattern: string;
  readonly message: string;
  /** JSON as it is typed, or nothing. */
  readonly schema: string;
  readonly configuration: string;
}

export interface TypeDraft extends Omit<DocumentTypeBody, "properties"> {
  readonly properties: readonly PropertyDraft[];
}

export const newType: TypeDraft = {
  alias: "",
  name: "",
  icon: "document",
  description: "",
  variesByCulture: false,
  variesBySegment: false,
  allowedAtRoot: true,
  allowedChildren: [],
  compositions: [],
  properties: [],
};

export function draftOf(type: DocumentType): TypeDraft {
  const { alias, name, icon, description, variesByCulture, variesBySegment } = type;
  const { allowedAtRoot, allowedChildren, compositions } = type;
  const properties = type.properties.map((property, id) => ({
    ...property,
    id,
    pattern: property.pattern ?? "",
    message: property.message ?? "",
    schema: textOf(property.schema),
    configuration: textOf(property.configuration),
  }));
  return {
    alias,
    name,
    icon,
    description,
    variesByCulture,
    variesBySegment,
    allowedAtRoot,
    allowedChildren,
    compositions,
    properties,
  };
}

/** Names it. As long as nobody chose an alias, that follows; documents below itself follow the alias. */
export function named(draft: TypeDraft, name: string): TypeDraft {
  const next = { ...draft, name };
  return draft.alias === aliasFor(draft.name) ? aliased(next, aliasFor(name)) : next;
}

export function aliased(draft: TypeDraft, alias: string): TypeDraft {
  const allowedChildren = draft.allowedChildren.map((child) => (child === draft.alias ? alias : child));
  return { ...draft, alias, allowedChildren };
}

/** Adds a property at the end, in the group of the last one. */
export function withProperty(draft: TypeDraft): TypeDraft {
  const id = Math.max(-1, ...draft.properties.map((property) => property.id)) + 1;
  const added: PropertyDraft = {
    id,
    alias: "",
    label: "",
    description: "",
    group: draft.properties.at(-1)?.group ?? "",
    editor: "text",
    valueType: "text",
    variesByCulture: draft.variesByCulture,
    variesBySegment: false,
    mandatory: false,
    pattern: "",
    message: "",
    schema: "",
    configuration: "",
  };
  return { ...draft, properties: [...draft.properties, added] };
}

export function withoutProperty(draft: TypeDraft, id: number): TypeDraft {
  return { ...draft, properties: draft.properties.filter((property) => property.id !== id) };
}

/** Changes a property. The alias follows the label until somebody chooses one; what is stored follows the editor. */
export function withChanged(draft: TypeDraft, id: number, part: Partial<PropertyDraft>): TypeDraft {
  return { ...draft, properties: draft.properties.map((one) => (one.id === id ? followed(one, part) : one)) };
}

/** Moves a property by some places, as far as there are any. */
export function withMoved(draft: TypeDraft, id: number, by: number): TypeDraft {
  const from = draft.properties.findIndex((property) => property.id === id);
  const to = Math.min(Math.max(from + by, 0), draft.properties.length - 1);
  const moved = draft.properties[from];
  if (moved === undefined || from === to) return draft;
  return { ...draft, properties: draft.properties.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

/** What cannot even be sent. */
export function faultsOf(draft: TypeDraft, notJson: string): readonly FieldError[] {
  return draft.properties.flatMap((property, index) =>
    (["schema", "configuration"] as const)
      .filter((field) => settingsOf(property[field]) === undefined)
      .map((field) => ({ field: `properties[${index}].${field}`, message: notJson })),
  );
}

/** @throws Error for what `faultsOf` finds. */
export function bodyOf(draft: TypeDraft): DocumentTypeBody {
  const properties = draft.properties.map(({ id: _, ...property }) => ({
    ...property,
    alias: property.alias.trim(),
    label: property.label.trim(),
    group: property.group.trim(),
    variesByCulture: property.variesByCulture && draft.variesByCulture,
    variesBySegment: property.variesBySegment && draft.variesBySegment,
    pattern: property.pattern || null,
    message: property.message.trim() || null,
    schema: objectOf(property.schema),
    configuration: objectOf(property.configuration),
  }));
  return { ...draft, alias: draft.alias.trim(), name: draft.name.trim(), properties };
}

function followed(property: PropertyDraft, part: Partial<PropertyDraft>): PropertyDraft {
  const next = { ...property, ...part };
  if (part.label !== undefined && property.alias === aliasFor(property.label)) next.alias = aliasFor(part.label);
  const stays = part.valueType !== undefined;
  return stays ? next : { ...next, valueType: valueTypeFor(next.editor, next.configuration, next.valueType) };
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  const settings = settingsOf(text);
  if (settings === undefined) throw new Error(`not a JSON object: ${text}`);
  return text.trim() === "" ? null : settings;
}

function textOf(settings: Readonly<Record<string, unknown>> | null): string {
  return settings === null ? "" : JSON.stringify(settings, null, 2);
}
