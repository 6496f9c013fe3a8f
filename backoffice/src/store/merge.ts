/** Two people changed one document: what each of them did, field by field, and what becomes of it. */

import type { DocumentAnswer, JsonValue } from "../api/model.js";
import { type Edits, draftOf, edited, sameJson } from "./fields.js";

export interface Difference {
  readonly field: string;
  /** What both began with. */
  readonly before: JsonValue;
  readonly mine: JsonValue;
  readonly theirs: JsonValue;
  /** `both`: changed on both sides to different values, so somebody must choose. */
  readonly changedBy: "me" | "them" | "both";
}

export type Choice = "mine" | "theirs";

/** Lists the fields that somebody changed, in the order of the document. */
export function differences(base: DocumentAnswer, edits: Edits, newer: DocumentAnswer): readonly Difference[] {
  const [before, after] = [draftOf(base), draftOf(newer)];
  const fields = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(edits)]);
  return [...fields].flatMap((field) => {
    const was = before[field] ?? null;
    const theirs = after[field] ?? null;
    const mine = field in edits ? (edits[field] ?? null) : was;
    const [byMe, byThem] = [!sameJson(was, mine), !sameJson(was, theirs)];
    if ((!byMe && !byThem) || (byMe && byThem && sameJson(mine, theirs))) return [];
    const changedBy = byMe && byThem ? "both" : byMe ? "me" : "them";
    return [{ field, before: was, mine, theirs, changedBy } as const];
  });
}

/**
 * My changes, to be made to the newer document: mine where I alone changed it, and where both did unless theirs was
 * chosen, because theirs is kept by the server in any case.
 */
export function merged(
  differing: readonly Difference[],
  newer: DocumentAnswer,
  choices: Readonly<Record<string, Choice>>,
): Edits {
  const mine = differing.filter(({ field, changedBy }) => changedBy === "me" || (changedBy === "both" && choices[field] !== "theirs"));
  return mine.reduce<Edits>((edits, { field, mine: value }) => edited(newer, edits, field, value), {});
}
