/** What stands in fields and is no value yet: kept as it was typed, counted as unsaved, and in the way of saving. */

import { type SessionState, isOwnSignOut, isSomebodyElse } from "./session.js";
import type { Action } from "./state.js";

/** What was typed, as far as it can be told, and why it is no value. */
export interface Unfinished {
  readonly text: string;
  readonly message: string;
}

/** By the key of the document, then by field. */
export type UnfinishedState = Readonly<Record<string, Readonly<Record<string, Unfinished>>>>;

export type UnfinishedAction = {
  readonly type: "document/unfinished";
  readonly key: string;
  readonly field: string;
  /** `undefined` when it was given up. */
  readonly unfinished: Unfinished | undefined;
};

/** @param session as it was before the action. */
export function unfinishedReducer(all: UnfinishedState, action: Action, session: SessionState): UnfinishedState {
  switch (action.type) {
    case "document/unfinished":
      return action.unfinished ? noted(all, action.key, action.field, action.unfinished) : ended(all, action.key, action.field);
    case "document/edited":
      return ended(all, action.key, action.field);
    case "document/reverted":
      return without(all, action.key);
    case "session/left":
      return isOwnSignOut(session, action.ended) ? {} : all;
    case "session/entered":
      return isSomebodyElse(session, action.user.key) ? {} : all;
    default:
      return all;
  }
}

const NONE: Readonly<Record<string, Unfinished>> = {};

/** The unfinished fields of a document. */
export function unfinishedOf(all: UnfinishedState, key: string): Readonly<Record<string, Unfinished>> {
  return all[key] ?? NONE;
}

function noted(all: UnfinishedState, key: string, field: string, unfinished: Unfinished): UnfinishedState {
  return { ...all, [key]: { ...all[key], [field]: unfinished } };
}

function ended(all: UnfinishedState, key: string, field: string): UnfinishedState {
  if (all[key]?.[field] === undefined) return all;
  const { [field]: _, ...others } = all[key];
  return Object.keys(others).length > 0 ? { ...all, [key]: others } : without(all, key);
}

function without(all: UnfinishedState, key: string): UnfinishedState {
  if (!(key in all)) return all;
  const { [key]: _, ...others } = all;
  return others;
}
