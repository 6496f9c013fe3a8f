/** The documents and blueprints that are open: as the server has them, what was changed here, and what others did meanwhile. */

import type { Loaded } from "../api/documents.js";
import type { JsonValue } from "../api/model.js";
import type { FieldError } from "../api/problem.js";
import { type Edits, edited, errorField, rebased, sameJson } from "./fields.js";
import { type Choice, differences, merged } from "./merge.js";
import { type ServerEvent, Source } from "../live/events.js";
import { type SessionState, isOwnSignOut, isSomebodyElse } from "./session.js";
import type { Action } from "./state.js";

/** What somebody else did last. */
export interface News {
  readonly eventType: string;
  readonly actorKey: string | undefined;
  readonly at: string | undefined;
}

interface Watched {
  /** The question that is on its way to the server; answers to earlier ones are of no use. */
  readonly asked: number | undefined;
  /** The server may have something newer: it is to be asked. */
  readonly stale: boolean;
}

export interface Open extends Watched {
  readonly kind: "open";
  readonly base: Loaded;
  readonly edits: Edits;
  /** What is wrong with the fields, as the server said at the last attempt. */
  readonly errors: readonly FieldError[];
  /** The changes that a write of ours carries, while it is on its way; its answer will be the newest. */
  readonly saving: Edits | undefined;
  /** The last question had no answer; it is asked again when the line is back. */
  readonly missed: boolean;
  readonly news: News | undefined;
  /** A newer version, which waits for a decision because there are changes here. */
  readonly newer: Loaded | undefined;
}

/**
 * `failed`: the server could not be asked. `gone`: deleted, or not to be seen any more, and nobody is told which; what it
 * was is kept for the changes that were made to it.
 */
export type OpenDocument =
  | (Watched & { readonly kind: "loading" })
  | (Watched & { readonly kind: "failed" })
  | (Watched & { readonly kind: "gone"; readonly was: Open | undefined })
  | Open;

export type DocumentsState = Readonly<Record<string, OpenDocument>>;

export type DocumentsAction =
  | { readonly type: "document/asked"; readonly key: string; readonly request: number }
  /** The server's newest, for whatever reason it was asked. */
  | { readonly type: "document/loaded"; readonly key: string; readonly request: number; readonly loaded: Loaded }
  | { readonly type: "document/failed"; readonly key: string; readonly request: number }
  | { readonly type: "document/gone"; readonly key: string; readonly request: number }
  /** `sent`: the changes that the write carries; none for one that leaves the draft alone. */
  | { readonly type: "document/saving"; readonly key: string; readonly sent: Edits }
  /** What became of a write of ours. */
  | { readonly type: "document/saved"; readonly key: string; readonly loaded: Loaded }
  | { readonly type: "document/refused"; readonly key: string; readonly errors: readonly FieldError[] }
  | { readonly type: "document/closed"; readonly key: string }
  | { readonly type: "document/edited"; readonly key: string; readonly field: string; readonly value: JsonValue }
  /** `version`: the newer version that the choices were made for; they mean nothing for another one. */
  | {
      readonly type: "document/merged";
      readonly key: string;
      readonly version: number;
      readonly choices: Readonly<Record<string, Choice>>;
    }
  /** Drops the changes, for the newest version. */
  | { readonly type: "document/reverted"; readonly key: string }
  | { readonly type: "document/news-read"; readonly key: string };

/** @param session as it was before the action. */
export function documentsReducer(documents: DocumentsState, action: Action, session: SessionState): DocumentsState {
  switch (action.type) {
    case "document/asked":
      return { ...documents, [action.key]: asked(documents[action.key], action.request) };
    case "document/loaded":
    case "document/failed":
    case "document/gone":
      return answered(documents, action);
    case "document/closed":
      return closed(documents, action.key);
    case "document/reverted":
      return reverted(documents, action.key);
    case "session/left":
      return isOwnSignOut(session, action.ended) ? {} : withChanges(documents);
    case "session/entered":
      return isSomebodyElse(session, action.user.key) ? {} : allStale(documents);
    case "live/event":
      return heard(documents, action.event, action.own);
    case "live/connected":
      return action.whole ? missedStale(documents) : allStale(documents);
    case "live/reset":
      return allStale(documents);
    default:
      return "key" in action ? changed(documents, action.key, (open) => openReducer(open, action)) : documents;
  }
}

function openReducer(open: Open, action: Action): Open {
  switch (action.type) {
    case "document/saving":
      return { ...open, saving: action.sent, asked: undefined, errors: [] };
    case "document/saved":
      return saved(open, action.loaded);
    case "document/refused":
      return { ...open, saving: undefined, errors: action.errors };
    case "document/edited":
      return {
        ...open,
        edits: edited(open.base.document, open.edits, action.field, action.value),
        errors: open.errors.filter(({ field }) => field !== errorField(action.field)),
      };
    case "document/merged":
      return mergedWith(open, action.version, action.choices);
    case "document/news-read":
      return { ...open, news: undefined };
    default:
      return open;
  }
}

/** Whether there is something to save, or to lose. */
export function isDirty(document: OpenDocument | undefined): boolean {
  return Object.keys(editsOf(document)).length > 0;
}

function editsOf(document: OpenDocument | undefined): Edits {
  const open = document?.kind === "gone" ? document.was : document;
  return open?.kind === "open" ? open.edits : {};
}

function fresh(base: Loaded): Open {
  return {
    kind: "open",
    base,
    edits: {},
    errors: [],
    asked: undefined,
    saving: undefined,
    stale: false,
    missed: false,
    news: undefined,
    newer: undefined,
  };
}

// ------------------------------------------------------------ what the server says

function asked(before: OpenDocument | undefined, request: number): OpenDocument {
  if (before === undefined || before.kind === "failed") return { kind: "loading", asked: request, stale: false };
  return { ...before, asked: request, stale: false };
}

type Answer = Extract<Action, { readonly type: "document/loaded" | "document/failed" | "document/gone" }>;

function answered(documents: DocumentsState, answer: Answer): DocumentsState {
  const before = documents[answer.key];
  if (before === undefined || before.asked !== answer.request) return documents;
  return { ...documents, [answer.key]: withAnswer({ ...before, asked: undefined }, answer) };
}

function withAnswer(before: OpenDocument, answer: Answer): OpenDocument {
  const { stale } = before;
  switch (answer.type) {
    case "document/failed":
      if (before.kind === "open") return { ...before, missed: true };
      return before.kind === "loading" ? { kind: "failed", asked: undefined, stale } : before;
    case "document/gone":
      return { kind: "gone", asked: undefined, stale, was: before.kind === "open" ? before : wasOf(before) };
    case "document/loaded": {
      const known = before.kind === "open" ? before : wasOf(before);
      return { ...(known ? withNewest(known, answer.loaded) : fresh(answer.loaded)), asked: undefined, stale };
    }
  }
}

function wasOf(document: OpenDocument): Open | undefined {
  return document.kind === "gone" ? document.was : undefined;
}

/** Takes the server's newest: at once when it takes nothing away from what was changed here, else it waits for a decision. */
function withNewest(before: Open, loaded: Loaded): Open {
  const isSame = loaded.document.version === before.base.document.version;
  if (isSame) return { ...before, base: loaded, newer: undefined, missed: false };
  const edits = rebased(before.edits, loaded.document);
  const differing = differences(before.base.document, before.edits, loaded.document);
  const isContested = Object.keys(edits).length > 0 && differing.some(({ changedBy }) => changedBy !== "me");
  if (isContested) return { ...before, newer: loaded, missed: false };
  return { ...fresh(loaded), edits, news: before.news, errors: before.errors };
}

/** What was typed while the write was on its way is still to be saved. */
function saved(open: Open, loaded: Loaded): Open {
  const sent = open.saving ?? {};
  const left = Object.entries(open.edits).filter(([field, value]) => !(field in sent && sameJson(sent[field], value)));
  const edits = rebased(Object.fromEntries(left), loaded.document);
  return { ...fresh(loaded), edits, stale: open.stale, news: open.stale ? open.news : undefined };
}

function mergedWith(open: Open, version: number, choices: Readonly<Record<string, Choice>>): Open {
  if (open.newer?.document.version !== version) return open;
  const differing = differences(open.base.document, open.edits, open.newer.document);
  return { ...fresh(open.newer), edits: merged(differing, open.newer.document, choices), stale: open.stale };
}

// ------------------------------------------------------------ what others do

/** What documents are answered with besides what is written in them: rights, properties, a variant for each language. */
const CONCERNS_ALL: ReadonlySet<string> = new Set([Source.CurrentUser, Source.DocumentType, Source.Language]);

function heard(documents: DocumentsState, event: ServerEvent, own: boolean): DocumentsState {
  if (CONCERNS_ALL.has(event.eventSource)) return allStale(documents);
  const known = event.wholeBranch ? allStale(documents) : documents;
  const document = known[event.key];
  const isDraft = event.eventSource === Source.Document || event.eventSource === Source.Blueprint;
  if (!isDraft || document === undefined) return known;
  const isOurWrite = own && document.kind === "open" && document.saving !== undefined;
  const told = own ? document : withNews(document, newsOf(event));
  return { ...known, [event.key]: isOurWrite ? told : { ...told, stale: true } };
}

/** The event that says who deleted a document may come after the answer that it is gone. */
function withNews(document: OpenDocument, news: News): OpenDocument {
  if (document.kind === "open") return { ...document, news };
  return document.kind === "gone" && document.was ? { ...document, was: { ...document.was, news } } : document;
}

function newsOf({ eventType, actorKey, at }: ServerEvent): News {
  return { eventType, actorKey, at };
}

function allStale(documents: DocumentsState): DocumentsState {
  return mapped(documents, (document) => ({ ...document, stale: true }));
}

/** What the server could not be asked is asked again. */
function missedStale(documents: DocumentsState): DocumentsState {
  const isMissed = (one: OpenDocument): boolean => one.kind === "failed" || (one.kind === "open" && one.missed);
  return mapped(documents, (document) => (isMissed(document) ? { ...document, stale: true } : document));
}

/** What a session that was not ended by its user leaves to them, who may come back; its requests are answered to nobody. */
function withChanges(documents: DocumentsState): DocumentsState {
  const kept = Object.entries(documents).filter(([, document]) => isDirty(document));
  return mapped(Object.fromEntries(kept), (document) =>
    document.kind === "open" ? { ...document, asked: undefined, saving: undefined } : { ...document, asked: undefined },
  );
}

function reverted(documents: DocumentsState, key: string): DocumentsState {
  const document = documents[key];
  if (document?.kind === "gone" && document.was) {
    return { ...documents, [key]: { ...document, was: { ...document.was, edits: {} } } };
  }
  return changed(documents, key, ({ newer, base, stale }) => ({ ...fresh(newer ?? base), stale }));
}

function mapped(documents: DocumentsState, map: (document: OpenDocument) => OpenDocument): DocumentsState {
  return Object.fromEntries(Object.entries(documents).map(([key, document]) => [key, map(document)]));
}

function changed(documents: DocumentsState, key: string, change: (open: Open) => Open): DocumentsState {
  const document = documents[key];
  if (document?.kind !== "open") return documents;
  const next = change(document);
  return next === document ? documents : { ...documents, [key]: next };
}

/** A document with changes stays, so that whoever comes back finds them. */
function closed(documents: DocumentsState, key: string): DocumentsState {
  if (isDirty(documents[key])) return documents;
  const { [key]: _, ...others } = documents;
  return others;
}
