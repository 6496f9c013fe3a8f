/** The document tree and the recycle bin. */

import { BIN, PAGE_SIZE, ROOT, type TreeState } from "../store/tree.js";
import type { Client } from "./client.js";
import type { FoundDocument, FoundPage, SiblingsPage, TreeItem, TreePage } from "./model.js";

/** Loads one page of a list of the tree. */
export function loadPage(client: Client, tree: TreeState, list: string, page: number): Promise<TreePage> {
  const part = { skip: page * PAGE_SIZE, take: PAGE_SIZE };
  if (list === ROOT) return client.get("/tree/document/root", part);
  if (list === BIN) return client.get("/recycle-bin/document/root", part);
  const kind = tree.nodes[list]?.trashed ? "recycle-bin" : "tree";
  return client.get(`/${kind}/document/children`, { parentKey: list, ...part });
}

/** What stands above a document, outermost first. */
export function ancestorsOf(client: Client, key: string): Promise<readonly TreeItem[]> {
  return client.get("/tree/document/ancestors", { key });
}

/** How many documents stand before one in its list. */
export async function placeAmongSiblings(client: Client, target: string): Promise<number> {
  const { totalBefore } = await client.get<SiblingsPage>("/tree/document/siblings", { target, before: 0, after: 0 });
  return totalBefore;
}

/** The keys of the documents directly before and after one; `undefined` where none is. */
export type Neighbours = readonly [before: string | undefined, after: string | undefined];

export async function neighboursOf(client: Client, target: string): Promise<Neighbours> {
  const { items } = await client.get<SiblingsPage>("/tree/document/siblings", { target, before: 1, after: 1 });
  const place = items.findIndex(({ key }) => key === target);
  return [items[place - 1]?.key, items[place + 1]?.key];
}

/** How many documents are asked for at once. */
const MOST = 500;

/** Gives what stands below a document, or below the root, a part at a time; `total` is that of the last answer. */
export async function* childrenOf(client: Client, parentKey: string | undefined): AsyncGenerator<TreePage> {
  const path = parentKey === undefined ? "/tree/document/root" : "/tree/document/children";
  for (let skip = 0, total = 1; skip < total; skip += MOST) {
    const page = await client.get<TreePage>(path, { skip, take: MOST, parentKey });
    total = page.total;
    yield page;
  }
}

/** Finds documents by a part of their name, anywhere. */
export async function find(client: Client, query: string): Promise<readonly FoundDocument[]> {
  return (await client.get<FoundPage>("/document/search", { query, take: 50 })).items;
}
