/** What differs between two texts, word by word. */

import type { JsonValue } from "../api/model.js";

export interface Piece {
  readonly text: string;
  readonly kind: "same" | "gone" | "new";
}

/** Beyond this many words, texts are shown as a whole instead of word by word. */
const MOST_WORDS = 2_000;

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
  return readable(joined(pieces));
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

/** Where only the space between two changes stayed, they are one: what went, and what came in its place. */
function readable(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = [];
  let [gone, come] = ["", ""];
  const close = (): void => {
    if (gone) all.push({ text: gone, kind: "gone" });
    if (come) all.push({ text: come, kind: "new" });
    [gone, come] = ["", ""];
  };
  for (const [place, { text, kind }] of pieces.entries()) {
    const isBetween = kind === "same" && !text.trim() && gone && come && (pieces[place + 1]?.kind ?? "same") !== "same";
    if (kind === "same" && !isBetween) {
      close();
      all.push({ text, kind });
    }
    if (kind === "gone" || isBetween) gone += text;
    if (kind === "new" || isBetween) come += text;
  }
  close();
  return all;
}

function joined(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.reduce<Piece[]>((all, piece) => {
    const last = all.at(-1);
    if (last?.kind === piece.kind) all[all.length - 1] = { ...last, text: last.text + piece.text };
    else all.push(piece);
    return all;
  }, []);
}
