/** What others did to the things of the administration, so that whoever has one open can be told. */

import { Source } from "../live/events.js";
import type { Action } from "./state.js";

export interface Touch {
  readonly gone: boolean;
  readonly actorKey: string | undefined;
  readonly at: string | undefined;
}

/** By key. A touch is a new object each time, so it can be compared with the one that was seen. */
export type Touches = Readonly<Record<string, Touch>>;

const WATCHED: ReadonlySet<string> = new Set([Source.DocumentType, Source.Language, Source.User, Source.UserGroup]);

export function touchesReducer(touches: Touches, action: Action): Touches {
  if (action.type === "session/left") return {};
  if (action.type !== "live/event" || action.own || !WATCHED.has(action.event.eventSource)) return touches;
  const { key, eventType, actorKey, at } = action.event;
  return { ...touches, [key]: { gone: eventType === "Deleted", actorKey, at } };
}
