/** The things of the administration that pages have open: as they were read, and what others did to them since. */

import { Source } from "../live/events.js";
import { type SessionState, hasOtherRights } from "./session.js";
import type { Action } from "./state.js";

/** What somebody else did to it. */
export interface Touch {
  readonly gone: boolean;
  readonly actorKey: string | undefined;
  readonly at: string | undefined;
}

/** Why there is no answer: it is not there, the user may not see it, or the server could not be asked. */
export type Refusal = "missing" | "refused" | "failed";

export interface OpenEntity {
  readonly key: string;
  readonly phase: "loading" | "ready" | Refusal;
  /** As the server answered it last, with the tag of that version. */
  readonly data: unknown;
  readonly etag: string | undefined;
  /** The question that is on its way; answers to earlier ones are of no use. */
  readonly asked: number | undefined;
  /** The last question had no answer. */
  readonly missed: boolean;
  /** It is to be asked for. */
  readonly stale: boolean;
  /** Since it was asked for last. */
  readonly touch: Touch | undefined;
}

/** By the number of whoever has it open. */
export type Entities = Readonly<Record<number, OpenEntity>>;

export type EntityAction =
  | { readonly type: "entity/asked"; readonly id: number; readonly key: string; readonly request: number }
  | {
      readonly type: "entity/read";
      readonly id: number;
      readonly request: number;
      readonly data: unknown;
      readonly etag: string | undefined;
    }
  | { readonly type: "entity/failed"; readonly id: number; readonly request: number; readonly why: Refusal }
  /** What a write was answered with; whatever is still on its way is older. */
  | {
      readonly type: "entity/written";
      readonly id: number;
      readonly key: string;
      readonly data: unknown;
      readonly etag: string | undefined;
    }
  | { readonly type: "entity/closed"; readonly id: number };

/** Something was done, or may have been: nobody knows what, or by whom. */
export const SOMEBODY: Touch = { gone: false, actorKey: undefined, at: undefined };

const WATCHED: ReadonlySet<string> = new Set([Source.DocumentType, Source.Language, Source.User, Source.UserGroup]);

/** @param session as it was before the action. */
export function entitiesReducer(entities: Entities, action: Action, session: SessionState): Entities {
  switch (action.type) {
    case "entity/asked":
      return { ...entities, [action.id]: asked(entities[action.id], action.key, action.request) };
    case "entity/read":
    case "entity/failed":
      return answered(entities, action);
    case "entity/written":
      return { ...entities, [action.id]: ready(action.key, action.data, action.etag) };
    case "entity/closed":
      return without(entities, action.id);
    case "live/event":
      return action.own || !WATCHED.has(action.event.eventSource) ? entities : touched(entities, action);
    case "live/reset":
      return mapped(entities, doubted);
    case "live/connected":
      return mapped(entities, (entity) => (action.whole && !entity.missed ? entity : doubted(entity)));
    case "session/entered":
      return hasOtherRights(session, action.user) ? mapped(entities, admitted) : entities;
    case "session/left":
      return {};
    default:
      return entities;
  }
}

function ready(key: string, data: unknown, etag: string | undefined): OpenEntity {
  return { key, phase: "ready", data, etag, asked: undefined, missed: false, stale: false, touch: undefined };
}

/** From here on, only what comes later counts as somebody's doing. */
function asked(before: OpenEntity | undefined, key: string, request: number): OpenEntity {
  const known = before?.key === key && before.data !== undefined ? before : { ...ready(key, undefined, undefined), phase: "loading" as const };
  return { ...known, asked: request, stale: false, touch: undefined };
}

type Answer = Extract<Action, { readonly type: "entity/read" | "entity/failed" }>;

function answered(entities: Entities, action: Answer): Entities {
  const before = entities[action.id];
  if (before === undefined || before.asked !== action.request) return entities;
  return { ...entities, [action.id]: withAnswer(before, action) };
}

function withAnswer(before: OpenEntity, action: Answer): OpenEntity {
  if (action.type === "entity/read") return { ...ready(before.key, action.data, action.etag), touch: before.touch };
  const missed = action.why === "failed";
  return { ...before, asked: undefined, missed, phase: missed && before.data !== undefined ? before.phase : action.why };
}

function touched(entities: Entities, { event }: Extract<Action, { readonly type: "live/event" }>): Entities {
  const touch: Touch = { gone: event.eventType === "Deleted", actorKey: event.actorKey, at: event.at };
  return mapped(entities, (entity) => (entity.key === event.key ? { ...entity, touch } : entity));
}

/** What is shown waits for a decision where it was changed; what could not be read is simply read. */
function doubted(entity: OpenEntity): OpenEntity {
  if (entity.phase === "failed") return { ...entity, stale: true };
  return { ...entity, missed: false, touch: entity.touch ?? SOMEBODY };
}

function admitted(entity: OpenEntity): OpenEntity {
  return entity.phase === "refused" ? { ...entity, stale: true } : entity;
}

function mapped(entities: Entities, map: (entity: OpenEntity) => OpenEntity): Entities {
  const all = Object.entries(entities).map(([id, entity]) => [id, map(entity)] as const);
  return all.every(([id, entity]) => entity === entities[Number(id)]) ? entities : Object.fromEntries(all);
}

function without(entities: Entities, id: number): Entities {
  if (!(id in entities)) return entities;
  const { [id]: _, ...others } = entities;
  return others;
}
