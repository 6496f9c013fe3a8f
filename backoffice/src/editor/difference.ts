/** The difference between two values of one field: what the field is called, and what became of the value. */

import { type TemplateResult, html } from "lit";
import type { DocumentType, JsonValue, PropertyType } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import { type Segments, segmentName } from "../store/segments.js";
import { parseField } from "../store/fields.js";
import "./value-difference.js";

/** What a person calls a field, such as `Teaser (German, Subscribers)`. */
export function labelOf(field: string, type: DocumentType, segments: Segments): string {
  const { alias, culture, segment } = parseField(field);
  const label = alias === undefined ? t("editor.name") : (propertyOf(field, type)?.label ?? alias);
  return variantLabel(label, culture, segment, segments);
}

/** A label with the language and the segment of the value that stands under it. */
export function variantLabel(label: string, culture: string | null, segment: string | null, segments: Segments): string {
  const of = [
    ...(culture === null ? [] : [languageName(culture)]),
    ...(segment === null ? [] : [segmentName(segments, segment)]),
  ];
  return of.length === 0 ? label : `${label} (${of.join(", ")})`;
}

/** The property that a field is a value of; nothing for the name, and for what the type does not have any more. */
export function propertyOf(field: string, type: DocumentType): PropertyType | undefined {
  const { alias } = parseField(field);
  return [...type.inheritedProperties, ...type.properties].find((one) => one.alias === alias);
}

/** Shows what became of a value; as its property would show it, where that is known. */
export function differenceOf(before: JsonValue, after: JsonValue, property?: PropertyType): TemplateResult {
  return html`<cd-difference .was=${before} .now=${after} .property=${property}></cd-difference>`;
}
