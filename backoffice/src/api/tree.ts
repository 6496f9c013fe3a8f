/** The document tree and the recycle bin. */

import { BIN, PAGE_SIZE, ROOT, type TreeState } from "../store/tree.js";
import type { Client } from "./client.js";
import type { TreeItem, TreePage } from "./model.js";

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

/** What stands below a document, or below the root; no more than can be sorted by hand. */
export async function firstChildren(client: Client, parentKey: string | undefined): Promise<readonly TreeItem[]> {
  const take = 500;
  const path = parentKey === undefined ? "/tree/document/root" : "/tree/document/children";
  return (await client.get<TreePage>(path, { take, ...(parentKey === undefined ? {} : { parentKey }) })).items;
}
