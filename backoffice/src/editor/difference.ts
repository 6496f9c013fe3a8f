/** Two values of one field beside each other, with the words marked in which they differ. */

import { type TemplateResult, html } from "lit";
import type { JsonValue } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import type { DocumentType } from "../api/model.js";
import { type Segments, segmentName } from "../store/segments.js";
import { parseField } from "./fields.js";

export interface Piece {
  readonly text: string;
  readonly kind: "same" | "gone" | "new";
}

/** Beyond this many words, texts are shown as a whole instead of word by word. */
const MOST_WORDS = 2_000;

/** What a person calls a field, such as `Teaser (German, Subscribers)`. */
export function labelOf(field: string, type: DocumentType, segments: Segments): string {
  const { alias, culture, segment } = parseField(field);
  const property = [...type.inheritedProperties, ...type.properties].find((one) => one.alias === alias);
  const label = alias === undefined ? t("editor.name") : (property?.label ?? alias);
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

/** A value as text: HTML without its tags, JSON as it is written. */
export function textOf(value: JsonValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return JSON.stringify(value, null, 1);
  if (!/<\w+[^>]*>/.test(value)) return value;
  const spaced = value.replace(/<\/(p|h\d|li|blockquote|pre)>|<br\s*\/?>/g, "$&\n");
  return (new DOMParser().parseFromString(spaced, "text/html").body.textContent ?? "").trim();
}

/** Compares word by word: the longest common sequence of words is what stayed. */
export function compared(before: string, after: string): readonly Piece[] {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS) {
    return joined([...old.map((text) => ({ text, kind: "gone" as const })), ...now.map((text) => ({ text, kind: "new" as const }))]);
  }
  const length = commonLengths(old, now);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      pieces.push({ text: now[j]!, kind: "same" });
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && at(length, i + 1, j) >= at(length, i, j + 1))) {
      pieces.push({ text: old[i++]!, kind: "gone" });
    } else {
      pieces.push({ text: now[j++]!, kind: "new" });
    }
  }
  return joined(pieces);
}

/** Shows what became of a value. */
export function differenceOf(before: JsonValue, after: JsonValue): TemplateResult {
  return html`<span class="difference"
    >${compared(textOf(before), textOf(after)).map(({ text, kind }) =>
      kind === "same" ? text : kind === "gone" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
    )}</span
  >`;
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** For each pair of places, how many words the rests of both texts have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        old[i] === now[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly Uint16Array[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    if (last?.kind === piece.kind) all[all.length - 1] = { ...last, text: last.text + piece.text };
    else all.push(piece);
    return all;
  }, []);
}
