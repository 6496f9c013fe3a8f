/** Moments on the page: short where one reads them, with the whole date for who points at them. */

import { type TemplateResult, html } from "lit";
import { dayAndTime, wholeMoment } from "../i18n/i18n.js";

/** Shows a moment, such as `today, 14:03`. */
export function timeOf(iso: string): TemplateResult {
  return html`<time datetime=${iso} title=${wholeMoment(iso)}>${dayAndTime(iso)}</time>`;
}

/** A text of a table with elements in its places: `{time}` becomes the element of that name. */
export function filled(text: string, elements: Readonly<Record<string, TemplateResult>>): readonly unknown[] {
  return text.split(/\{(\w+)\}/).map((part, place) => (place % 2 === 0 ? part : elements[part]));
}
