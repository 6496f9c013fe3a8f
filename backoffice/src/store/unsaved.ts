/** Which documents hold something that is not saved: a change, or what stands in a field and is no value yet. */

import { isDirty } from "./documents.js";
import type { State } from "./state.js";

let known: ReadonlySet<string> = new Set();

/** Gives their keys; the same object as long as they are the same, however much is typed into them. */
export function unsavedKeys({ documents, unfinished }: Pick<State, "documents" | "unfinished">): ReadonlySet<string> {
  const changed = Object.keys(documents).filter((key) => isDirty(documents[key]));
  const keys = new Set([...changed, ...Object.keys(unfinished)]);
  if (keys.size !== known.size || [...keys].some((key) => !known.has(key))) known = keys;
  return known;
}
