/**
 * The lists of the administration, each fresh or out of date.
 *
 * An event says only that something changed. So it makes the list that it belongs to stale, and whoever shows that list
 * asks for it again. A list that an event overtakes while it is on its way is asked for once more.
 */

import type { ApiKey, DocumentTypeItem, Language, User, UserGroup } from "../api/admin.js";
import type { FolderItem } from "../api/blueprints.js";
import type { FoundDocument } from "../api/model.js";
import type { BlueprintItem } from "../api/structure.js";
import { type ServerEvent, Source } from "../live/events.js";
import { type SessionState, hasOtherRights } from "./session.js";
import type { Action } from "./state.js";

export interface ListItems {
  readonly documentTypes: DocumentTypeItem;
  readonly blueprints: BlueprintItem;
  readonly blueprintFolders: FolderItem;
  readonly languages: Language;
  readonly users: User;
  readonly userGroups: UserGroup;
  readonly apiKeys: ApiKey;
  /** Documents, those that were written last first. */
  readonly recentDocuments: FoundDocument;
  /** Those of them that the user wrote last. */
  readonly ownDocuments: FoundDocument;
}

export type ListName = keyof ListItems;

export type ListPhase = "stale" | "asked" | "overtaken" | "fresh" | "failed" | "refused";

export interface Listing<Item> {
  readonly phase: ListPhase;
  /** Which part of the list it is, in the words of whoever asked. */
  readonly query: string;
  readonly items: readonly Item[];
  readonly total: number;
}

export type Lists = { readonly [Name in ListName]: Listing<ListItems[Name]> };

export type ListAction =
  | { readonly type: "list/asked"; readonly list: ListName; readonly query: string }
  | {
      readonly type: "list/loaded";
      readonly list: ListName;
      readonly query: string;
      readonly items: readonly ListItems[ListName][];
      readonly total: number;
    }
  /** `refused`: the user may not see it (any more). */
  | { readonly type: "list/failed"; readonly list: ListName; readonly query: string; readonly refused: boolean }
  /** This tab changed something that no event tells of. */
  | { readonly type: "list/changed"; readonly list: ListName };

const UNKNOWN: Listing<never> = { phase: "stale", query: "", items: [], total: 0 };

export const unknownLists: Lists = {
  documentTypes: UNKNOWN,
  blueprints: UNKNOWN,
  blueprintFolders: UNKNOWN,
  languages: UNKNOWN,
  users: UNKNOWN,
  userGroups: UNKNOWN,
  apiKeys: UNKNOWN,
  recentDocuments: UNKNOWN,
  ownDocuments: UNKNOWN,
};

/** Which lists an event of a source concerns: users are shown with their groups, blueprints with their type; rights decide about documents. */
const LISTS_OF: Readonly<Record<string, readonly ListName[]>> = {
  [Source.CurrentUser]: ["recentDocuments", "ownDocuments"],
  [Source.Blueprint]: ["blueprints", "blueprintFolders"],
  [Source.Document]: ["recentDocuments", "ownDocuments"],
  [Source.DocumentType]: ["documentTypes", "blueprints"],
  [Source.Language]: ["languages"],
  [Source.User]: ["users"],
  [Source.UserGroup]: ["userGroups", "users"],
};

/** @param session as it was before the action. */
export function listsReducer(lists: Lists, action: Action, session: SessionState): Lists {
  switch (action.type) {
    case "list/asked":
      return changed(lists, [action.list], (listing) => ({ ...listing, phase: "asked", query: action.query }));
    case "list/loaded":
      return answered(lists, action, { items: action.items, total: action.total });
    case "list/failed":
      return answered(lists, action, undefined);
    case "list/changed":
      return changed(lists, [action.list], outOfDate);
    case "live/event":
      return changed(lists, listsOf(action.event), outOfDate);
    case "live/reset":
      return changed(lists, ALL, outOfDate);
    case "live/connected":
      return changed(lists, action.whole ? inPhase(lists, "failed") : ALL, outOfDate);
    case "session/entered":
      return changed(lists, hasOtherRights(session, action.user) ? ALL : inPhase(lists, "refused"), outOfDate);
    case "session/left":
      return unknownLists;
    default:
      return lists;
  }
}

const ALL = Object.keys(unknownLists) as readonly ListName[];

function inPhase(lists: Lists, phase: ListPhase): readonly ListName[] {
  return ALL.filter((name) => lists[name].phase === phase);
}

function listsOf(event: ServerEvent): readonly ListName[] {
  return LISTS_OF[event.eventSource] ?? [];
}

type Answered = Extract<Action, { readonly type: "list/loaded" | "list/failed" }>;

function answered(lists: Lists, action: Answered, content: object | undefined): Lists {
  return changed(lists, [action.list], (listing) => {
    if (listing.query !== action.query) return listing;
    if (listing.phase === "overtaken") return { ...listing, ...content, phase: "stale" };
    if (action.type === "list/loaded") return { ...listing, ...content, phase: "fresh" };
    return action.refused ? { ...listing, items: [], total: 0, phase: "refused" } : { ...listing, phase: "failed" };
  });
}

function outOfDate<Item>(listing: Listing<Item>): Listing<Item> {
  if (listing.phase === "asked") return { ...listing, phase: "overtaken" };
  return listing.phase === "overtaken" || listing.phase === "stale" ? listing : { ...listing, phase: "stale" };
}

function changed(
  lists: Lists,
  names: readonly ListName[],
  how: <Item>(listing: Listing<Item>) => Listing<Item>,
): Lists {
  if (names.length === 0) return lists;
  return {
    ...lists,
    ...Object.fromEntries(names.map((name) => [name, how(lists[name] as Listing<ListItems[ListName]>)])),
  };
}
