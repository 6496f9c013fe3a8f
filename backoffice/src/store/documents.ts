/** The documents and blueprints that are open: as the server has them, what was changed here, and what others did meanwhile. */

import type { DocumentAnswer, JsonValue } from "../api/model.js";
import type { FieldError } from "../api/problem.js";
import { type Edits, edited, errorField } from "../editor/fields.js";
import { type Choice, differences, merged } from "../editor/merge.js";
import { type ServerEvent, Source } from "../live/events.js";
import type { Action } from "./state.js";

/** A document as the server answered it, with the tag of that version. */
export interface Loaded {
  readonly document: DocumentAnswer;
  readonly etag: string;
}

/** What somebody else did last. */
export interface News {
  readonly eventType: string;
  readonly actorKey: string | undefined;
  readonly at: string | undefined;
}

/** `loading`: not known yet. `gone`: deleted, or not to be seen any more; nobody is told which. */
export type OpenDocument =
  | { readonly kind: "loading" }
  | { readonly kind: "gone"; readonly edits: Edits }
  | {
      readonly kind: "open";
      readonly base: Loaded;
      readonly edits: Edits;
      /** What is wrong with the fields, as the server said at the last attempt. */
      readonly errors: readonly FieldError[];
      /** A write of ours is on its way; its answer will be the newest. */
      readonly saving: boolean;
      /** The server may have something newer: it is to be asked. */
      readonly stale: boolean;
      readonly news: News | undefined;
      /** A newer version, which waits for a decision because there are changes here. */
      readonly newer: Loaded | undefined;
    };

export type DocumentsState = Readonly<Record<string, OpenDocument>>;

export type DocumentsAction =
  | { readonly type: "document/asked"; readonly key: string }
  /** The server's newest, for whatever reason it was asked. */
  | { readonly type: "document/loaded"; readonly key: string; readonly loaded: Loaded }
  | { readonly type: "document/saving"; readonly key: string }
  /** What became of a write of ours; the changes are part of it. */
  | { readonly type: "document/saved"; readonly key: string; readonly loaded: Loaded }
  | { readonly type: "document/refused"; readonly key: string; readonly errors: readonly FieldError[] }
  | { readonly type: "document/gone"; readonly key: string }
  | { readonly type: "document/closed"; readonly key: string }
  | { readonly type: "document/edited"; readonly key: string; readonly field: string; readonly value: JsonValue }
  | { readonly type: "document/merged"; readonly key: string; readonly choices: Readonly<Record<string, Choice>> }
  /** Drops the changes, for the newest version. */
  | { readonly type: "document/reverted"; readonly key: string }
  | { readonly type: "document/news-read"; readonly key: string };

export function documentsReducer(documents: DocumentsState, action: Action): DocumentsState {
  switch (action.type) {
    case "document/asked":
      return action.key in documents
        ? changed(documents, action.key, (open) => ({ ...open, stale: false }))
        : { ...documents, [action.key]: { kind: "loading" } };
    case "document/loaded":
      return { ...documents, [action.key]: withNewest(documents[action.key], action.loaded) };
    case "document/saved":
      return { ...documents, [action.key]: fresh(action.loaded) };
    case "document/gone":
      return { ...documents, [action.key]: { kind: "gone", edits: editsOf(documents[action.key]) } };
    case "document/closed":
      return closed(documents, action.key);
    case "session/left":
      return {};
    case "live/event":
      return heard(documents, action.event, action.own);
    case "live/connected":
      return action.whole ? documents : allStale(documents);
    case "live/reset":
      return allStale(documents);
    default:
      return "key" in action ? changed(documents, action.key, (open) => openReducer(open, action)) : documents;
  }
}

type Open = OpenDocument & { readonly kind: "open" };

function openReducer(open: Open, action: Action): Open {
  switch (action.type) {
    case "document/saving":
      return { ...open, saving: true, errors: [] };
    case "document/refused":
      return { ...open, saving: false, errors: action.errors };
    case "document/edited":
      return {
        ...open,
        edits: edited(open.base.document, open.edits, action.field, action.value),
        errors: open.errors.filter(({ field }) => field !== errorField(action.field)),
      };
    case "document/merged":
      return mergedWith(open, action.choices);
    case "document/reverted":
      return { ...fresh(open.newer ?? open.base) };
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
  return document === undefined || document.kind === "loading" ? {} : document.edits;
}

function fresh(loaded: Loaded): Open {
  return { kind: "open", base: loaded, edits: {}, errors: [], saving: false, stale: false, news: undefined, newer: undefined };
}

/** Takes the server's newest: at once when nothing was changed here, else it waits for a decision. */
function withNewest(before: OpenDocument | undefined, loaded: Loaded): OpenDocument {
  if (before?.kind !== "open") return fresh(loaded);
  const isSame = loaded.document.version === before.base.document.version;
  if (isSame) return { ...before, base: loaded, newer: undefined };
  if (!isDirty(before)) return { ...fresh(loaded), stale: before.stale, news: before.news };
  if (before.newer && before.newer.document.version > loaded.document.version) return before;
  return { ...before, newer: loaded };
}

function mergedWith(open: Open, choices: Readonly<Record<string, Choice>>): Open {
  if (open.newer === undefined) return open;
  const differing = differences(open.base.document, open.edits, open.newer.document);
  return { ...fresh(open.newer), edits: merged(differing, open.newer.document, choices) };
}

function heard(documents: DocumentsState, event: ServerEvent, own: boolean): DocumentsState {
  if (event.eventSource === Source.CurrentUser || event.wholeBranch) return allStale(documents);
  if (event.eventSource === Source.DocumentType) return allStale(documents);
  if (event.eventSource !== Source.Document && event.eventSource !== Source.Blueprint) return documents;
  const { eventType, actorKey, at } = event;
  if (own) return changed(documents, event.key, (open) => ({ ...open, stale: open.stale || !open.saving }));
  return changed(documents, event.key, (open) => ({ ...open, stale: true, news: { eventType, actorKey, at } }));
}

function allStale(documents: DocumentsState): DocumentsState {
  return Object.keys(documents).reduce((all, key) => changed(all, key, (open) => ({ ...open, stale: true })), documents);
}

function changed(documents: DocumentsState, key: string, change: (open: Open) => Open): DocumentsState {
  const document = documents[key];
  return document?.kind === "open" ? { ...documents, [key]: change(document) } : documents;
}

/** A document with changes stays, so that whoever comes back finds them. */
function closed(documents: DocumentsState, key: string): DocumentsState {
  if (isDirty(documents[key])) return documents;
  const { [key]: _, ...others } = documents;
  return others;
}
