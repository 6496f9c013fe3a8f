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

/** Looks for documents below another one, or below the root, by a part of their name. */
export function search(client: Client, parentKey: string | undefined, nameContains: string): Promise<TreePage> {
  const query = { nameContains, take: PAGE_SIZE };
  if (parentKey === undefined) return client.get("/tree/document/root", query);
  return client.get("/tree/document/children", { parentKey, ...query });
}
