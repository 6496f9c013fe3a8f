/**
 * The document types that editors need, by alias, each fresh or out of date. One that an event overtakes while it is on
 * its way is asked for once more; until then it is shown as it was.
 */

import type { DocumentType } from "../api/model.js";
import { Source } from "../live/events.js";
import type { Action } from "./state.js";

export type TypePhase = "asked" | "overtaken" | "fresh" | "stale" | "failed";

export interface KnownType {
  readonly phase: TypePhase;
  /** As it was read last. */
  readonly type: DocumentType | undefined;
}

export type TypesState = Readonly<Record<string, KnownType>>;

export type TypeAction =
  | { readonly type: "type/asked"; readonly alias: string }
  | { readonly type: "type/loaded"; readonly alias: string; readonly documentType: DocumentType }
  | { readonly type: "type/failed"; readonly alias: string };

export function typesReducer(types: TypesState, action: Action): TypesState {
  switch (action.type) {
    case "type/asked":
      return { ...types, [action.alias]: { phase: "asked", type: types[action.alias]?.type } };
    case "type/loaded":
      return { ...types, [action.alias]: { phase: isOvertaken(types, action.alias) ? "stale" : "fresh", type: action.documentType } };
    case "type/failed":
      return { ...types, [action.alias]: { phase: isOvertaken(types, action.alias) ? "stale" : "failed", type: types[action.alias]?.type } };
    case "live/event":
      return action.event.eventSource === Source.DocumentType ? aged(types) : types;
    case "live/reset":
      return aged(types);
    case "live/connected":
      return aged(types, action.whole ? ({ phase }) => phase === "failed" : undefined);
    case "session/left":
      return {};
    default:
      return types;
  }
}

function isOvertaken(types: TypesState, alias: string): boolean {
  return types[alias]?.phase === "overtaken";
}

/** Types inherit from each other, so the change of one may be that of any. */
function aged(types: TypesState, which: (known: KnownType) => boolean = () => true): TypesState {
  const all = Object.entries(types).map(([alias, known]) => [alias, which(known) ? outOfDate(known) : known]);
  return Object.fromEntries(all) as TypesState;
}

function outOfDate({ phase, type }: KnownType): KnownType {
  return { phase: phase === "asked" || phase === "overtaken" ? "overtaken" : "stale", type };
}
