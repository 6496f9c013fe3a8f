/** Which segments of a property are shown, and which may be added. */

import type { JsonValue } from "../api/model.js";
import type { Segments } from "../store/segments.js";
import { type Edits, parseField, valueIn } from "../store/fields.js";

type Draft = Readonly<Record<string, JsonValue>>;

/** Those that have a value, saved or not, and those whose field is open; in the order in which they were found. */
export function shownSegments(
  alias: string,
  culture: string | null,
  draft: Draft,
  edits: Edits,
  opened: readonly string[],
): readonly string[] {
  const fields = new Set([...Object.keys(draft), ...Object.keys(edits)]);
  const written = [...fields].flatMap((field) => {
    const parsed = parseField(field);
    const fits = parsed.alias === alias && parsed.culture === culture && parsed.segment !== null;
    return fits && valueIn(draft, edits, field) !== null ? [parsed.segment!] : [];
  });
  return [...new Set([...written, ...opened])];
}

/** Those of the server, and those that any value of the document has, but for those that are shown. */
export function offeredSegments(known: Segments, draft: Draft, shown: readonly string[]): readonly string[] {
  const used = Object.keys(draft).flatMap((field) => parseField(field).segment ?? []);
  const all = new Set([...(known ?? []).map(({ alias }) => alias), ...used]);
  return [...all].filter((segment) => !shown.includes(segment));
}
