/**
 * The document tree: lists of children in pages, each of them fresh or out of date.
 *
 * An event never says what a document looks like now, only that it changed. So it makes pages stale, and whoever shows
 * them asks for them again. A page that an event overtakes while it is on its way is asked for once more.
 */

import type { TreeItem } from "../api/model.js";
import { type ServerEvent, Source } from "../live/events.js";
import { type SessionState, hasOtherRights } from "./session.js";
import type { Action } from "./state.js";

export const PAGE_SIZE = 100;

/** The list of a document's children is named by its key; these two have no document. */
export const ROOT = "root";
export const BIN = "bin";

export type PageState = "asked" | "overtaken" | "fresh" | "stale" | "failed";

export interface ChildList {
  readonly total: number;
  /** By place; a hole is a document that has not been loaded. */
  readonly keys: readonly (string | undefined)[];
  readonly pages: Readonly<Record<number, PageState>>;
}

/** Somebody else changed a document, and we have not looked at it since. */
export interface Touch {
  readonly actorKey: string | undefined;
  readonly at: string | undefined;
}

/** The marks that are kept, the newest; nobody looks at more. */
export const MOST_TOUCHED = 500;

export interface TreeState {
  readonly nodes: Readonly<Record<string, TreeItem>>;
  readonly lists: Readonly<Record<string, ChildList>>;
  readonly expanded: Readonly<Record<string, true>>;
  readonly touched: Readonly<Record<string, Touch>>;
}

export type TreeAction =
  | { readonly type: "tree/asked"; readonly list: string; readonly page: number }
  | {
      readonly type: "tree/loaded";
      readonly list: string;
      readonly page: number;
      readonly items: readonly TreeItem[];
      readonly total: number;
    }
  | { readonly type: "tree/failed"; readonly list: string; readonly page: number }
  /** What failed is asked for again. */
  | { readonly type: "tree/retried" }
  | { readonly type: "tree/expanded"; readonly keys: readonly string[] }
  | { readonly type: "tree/collapsed"; readonly key: string }
  /** The user put a document beside another one of its list (without one, before all); the server is being told. */
  | {
      readonly type: "tree/placed";
      readonly list: string;
      readonly key: string;
      readonly before?: string | undefined;
      readonly after?: string | undefined;
    }
  /** A list may not be what it seems: it is asked for again. */
  | { readonly type: "tree/doubted"; readonly list: string }
  /** Somebody looks at the document, so what others did to it is known. */
  | { readonly type: "tree/seen"; readonly key: string };

export const emptyTree: TreeState = { nodes: {}, lists: {}, expanded: {}, touched: {} };

export const emptyList: ChildList = { total: 0, keys: [], pages: {} };

/** The page on which a place of a list is. */
export function pageOf(index: number): number {
  return Math.floor(index / PAGE_SIZE);
}

/** The list in which a document stands. */
export function listOf({ parentKey, trashed }: TreeItem): string {
  return parentKey ?? (trashed ? BIN : ROOT);
}

/** @param session as it was before the action. */
export function treeReducer(tree: TreeState, action: Action, session: SessionState): TreeState {
  switch (action.type) {
    case "tree/asked":
      return withPage(tree, action.list, action.page, "asked");
    case "tree/failed":
      return withPage(tree, action.list, action.page, "failed");
    case "tree/retried":
      return failedStale(tree);
    case "tree/loaded":
      return loaded(tree, action);
    case "tree/expanded":
      return expanded(tree, action.keys);
    case "tree/collapsed":
      return { ...tree, expanded: without(tree.expanded, action.key) };
    case "tree/placed":
      return placed(tree, action);
    case "tree/doubted":
      return listStale(tree, action.list);
    case "tree/seen":
      return action.key in tree.touched ? { ...tree, touched: without(tree.touched, action.key) } : tree;
    case "live/event":
      return heard(tree, action.event, action.own);
    case "live/connected":
      return action.whole ? failedStale(tree) : allStale(tree);
    case "live/reset":
      return allStale(tree);
    case "session/entered":
      return hasOtherRights(session, action.user) ? allStale(tree) : tree;
    case "session/left":
      return emptyTree;
    default:
      return tree;
  }
}

/** What could not be read when it was opened before is asked for again. */
function expanded(tree: TreeState, keys: readonly string[]): TreeState {
  const open = { ...tree.expanded, ...Object.fromEntries(keys.map((key) => [key, true as const])) };
  return { ...keys.filter((key) => hasFailed(tree.lists[key])).reduce(listStale, tree), expanded: open };
}

function loaded(tree: TreeState, { list, page, items, total }: Action & { type: "tree/loaded" }): TreeState {
  const before = tree.lists[list] ?? emptyList;
  const come = new Set(items.map(({ key }) => key));
  // What stands elsewhere by now must not be seen twice until its old page is loaded again.
  const keys = before.keys.slice(0, total).map((key) => (key !== undefined && come.has(key) ? undefined : key));
  keys.length = total;
  for (const [place, item] of items.entries()) keys[page * PAGE_SIZE + place] = item.key;
  const changed = before.pages[page] === "overtaken" ? "stale" : "fresh";
  const nodes = { ...tree.nodes };
  for (const item of items) nodes[item.key] = item;
  const parent = nodes[list];
  if (parent) nodes[list] = { ...parent, hasChildren: total > 0 };
  const expanded = list === ROOT && before.keys.length === 0 ? onlyRoot(tree, items, total) : tree.expanded;
  return { ...tree, nodes, expanded, lists: { ...tree.lists, [list]: { total, keys, pages: { ...before.pages, [page]: changed } } } };
}

/** A tree with a single root is opened at its first look: closed, it would show nothing. */
function onlyRoot(tree: TreeState, items: readonly TreeItem[], total: number): TreeState["expanded"] {
  const [root] = items;
  return root && total === 1 && root.hasChildren ? { ...tree.expanded, [root.key]: true } : tree.expanded;
}

function placed(tree: TreeState, { list: id, key, before, after }: Action & { type: "tree/placed" }): TreeState {
  const list = tree.lists[id];
  const beside = before ?? after;
  if (!list?.keys.includes(key) || (beside !== undefined && !list.keys.includes(beside))) return tree;
  const others = list.keys.toSpliced(list.keys.indexOf(key), 1); // Keeps the places of what is not loaded, as a filter would not.
  const place = beside === undefined ? 0 : others.indexOf(beside) + (before === undefined ? 1 : 0);
  return { ...tree, lists: { ...tree.lists, [id]: { ...list, keys: others.toSpliced(place, 0, key) } } };
}

function heard(tree: TreeState, event: ServerEvent, own: boolean): TreeState {
  if (event.eventSource === Source.CurrentUser) return allStale(tree);
  if (event.eventSource === Source.DocumentType) return allStale(tree);
  if (event.eventSource !== Source.Document) return tree;
  if (event.wholeBranch) return allStale(event.eventType === "EmptiedRecycleBin" ? emptied(tree, BIN) : tree);
  return touch(moved(tree, event), event, own);
}

/** What an event makes of the places in the tree. */
function moved(tree: TreeState, event: ServerEvent): TreeState {
  const parent = event.parentKey ?? ROOT;
  switch (event.eventType) {
    case "Created":
    case "Copied":
      return gained(tree, parent);
    case "Deleted":
      return tree.nodes[event.key] ? lost(tree, event.key) : lostUnseen(tree, event);
    case "Trashed":
      return listStale(tree.nodes[event.key] ? lost(tree, event.key) : lostUnseen(tree, event), BIN);
    case "Moved":
    case "Restored":
      return gained(lost(tree, event.key), parent);
    case "Sorted":
      return listStale(tree, parent);
    default:
      return nodeStale(tree, event.key);
  }
}

function touch(tree: TreeState, { key, eventType, actorKey, at }: ServerEvent, own: boolean): TreeState {
  if (eventType === "Deleted" || eventType === "Trashed") return { ...tree, touched: without(tree.touched, key) };
  if (own || eventType === "Sorted") return tree;
  const others = Object.entries(without(tree.touched, key)).slice(1 - MOST_TOUCHED);
  return { ...tree, touched: { ...Object.fromEntries(others), [key]: { actorKey, at } } };
}

function gained(tree: TreeState, parent: string): TreeState {
  const node = tree.nodes[parent];
  const grown = node ? { ...tree, nodes: { ...tree.nodes, [parent]: { ...node, hasChildren: true } } } : tree;
  return listStale(grown, parent);
}

/** Takes a document, with the list of what is below it, out of the tree. */
function lost(tree: TreeState, key: string): TreeState {
  const node = tree.nodes[key];
  if (node === undefined) return tree;
  const id = listOf(node);
  const nodes = { ...without(tree.nodes, key) };
  const lists = { ...without(tree.lists, key) };
  const list = lists[id];
  const parent = nodes[id];
  if (list) lists[id] = shortened(list, key);
  if (parent && lists[id]?.total === 0) nodes[id] = { ...parent, hasChildren: false };
  return { ...tree, nodes, lists };
}

/** Something left a list, from a place that is not loaded: the list, and whether there is one at all, are to be asked for. */
function lostUnseen(tree: TreeState, { eventType, parentKey }: ServerEvent): TreeState {
  if (parentKey !== undefined) return nodeStale(listStale(tree, parentKey), parentKey);
  return listStale(eventType === "Deleted" ? listStale(tree, BIN) : tree, ROOT);
}

function shortened(list: ChildList, key: string): ChildList {
  const place = list.keys.indexOf(key);
  if (place < 0) return { ...list, pages: stale(list.pages) };
  const keys = list.keys.toSpliced(place, 1);
  return { total: list.total - 1, keys, pages: stale(list.pages, pageOf(place)) };
}

function nodeStale(tree: TreeState, key: string): TreeState {
  const node = tree.nodes[key];
  const id = node ? listOf(node) : ROOT;
  const list = tree.lists[id];
  const place = node && list ? list.keys.indexOf(key) : -1;
  if (!list || place < 0) return tree;
  const page = pageOf(place);
  const state = list.pages[page];
  return state === undefined ? tree : withPage(tree, id, page, aged(state));
}

function listStale(tree: TreeState, id: string): TreeState {
  const list = tree.lists[id];
  return list ? { ...tree, lists: { ...tree.lists, [id]: { ...list, pages: stale(list.pages) } } } : tree;
}

function allStale(tree: TreeState): TreeState {
  const lists = Object.entries(tree.lists).map(([id, list]) => [id, { ...list, pages: stale(list.pages) }]);
  return { ...tree, lists: Object.fromEntries(lists) };
}

/** What failed, for example while the line was cut, is tried again. */
function failedStale(tree: TreeState): TreeState {
  return Object.keys(tree.lists).filter((id) => hasFailed(tree.lists[id])).reduce(listStale, tree);
}

/** Whether a page of a list could not be read. */
export function hasFailed(list: ChildList | undefined): boolean {
  return list !== undefined && Object.values(list.pages).includes("failed");
}

/** What is on its way may still have what is gone, so the pages are remembered. */
function emptied(tree: TreeState, id: string): TreeState {
  const list = tree.lists[id];
  return list ? { ...tree, lists: { ...tree.lists, [id]: { ...list, total: 0, keys: [] } } } : tree;
}

function withPage(tree: TreeState, id: string, page: number, state: PageState): TreeState {
  const list = tree.lists[id] ?? emptyList;
  return { ...tree, lists: { ...tree.lists, [id]: { ...list, pages: { ...list.pages, [page]: state } } } };
}

function stale(pages: ChildList["pages"], from = 0): ChildList["pages"] {
  const changed = Object.entries(pages).map(([page, state]) => [page, Number(page) < from ? state : aged(state)]);
  return Object.fromEntries(changed) as ChildList["pages"];
}

function aged(state: PageState): PageState {
  return state === "asked" || state === "overtaken" ? "overtaken" : "stale";
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
}
