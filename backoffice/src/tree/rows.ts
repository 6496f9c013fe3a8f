/** The tree as the list of rows that it looks like, with everything that is expanded. */

import type { TreeItem } from "../api/model.js";
import { BIN, type ChildList, ROOT, type TreeState, listOf } from "../store/tree.js";

interface Placed {
  /** The list that the row stands in, and its place there. */
  readonly list: string;
  readonly index: number;
  readonly level: number;
  readonly setSize: number;
}

export type Row =
  | ({ readonly kind: "node"; readonly key: string; readonly node: TreeItem } & Placed)
  /** A document that has not been loaded. */
  | ({ readonly kind: "hole"; readonly key: string } & Placed)
  | ({ readonly kind: "bin"; readonly key: typeof BIN } & Placed);

/** Gives the rows of the tree, and of the recycle bin when `withBin`. */
export function rowsOf(tree: TreeState, withBin: boolean): readonly Row[] {
  const rows: Row[] = [];
  const root = tree.lists[ROOT];
  const size = (root?.total ?? 0) + (withBin ? 1 : 0);
  append(rows, tree, ROOT, 1, size);
  if (withBin) {
    rows.push({ kind: "bin", key: BIN, list: ROOT, index: size - 1, level: 1, setSize: size });
    if (tree.expanded[BIN]) append(rows, tree, BIN, 2);
  }
  return rows;
}

function append(rows: Row[], tree: TreeState, list: string, level: number, setSize?: number): void {
  const children: ChildList | undefined = tree.lists[list];
  if (children === undefined || (children.total === 0 && Object.keys(children.pages).length === 0)) return;
  const size = setSize ?? children.total;
  for (let index = 0; index < children.total; index++) {
    const key = children.keys[index];
    const node = key === undefined ? undefined : tree.nodes[key];
    if (node === undefined) {
      rows.push({ kind: "hole", key: `${list}/${index}`, list, index, level, setSize: size });
      continue;
    }
    rows.push({ kind: "node", key: node.key, node, list, index, level, setSize: size });
    if (tree.expanded[node.key] && node.hasChildren) append(rows, tree, node.key, level + 1);
  }
}

/** What stands above a document as far as the tree knows, outermost first; beginning with the bin for what is there. */
export function wayTo(tree: TreeState, key: string): readonly string[] {
  const way: string[] = [];
  for (let node = tree.nodes[key]; node !== undefined; node = tree.nodes[way[0]!]) {
    const list = listOf(node);
    if (list === ROOT) break;
    way.unshift(list);
  }
  return way;
}

/** The place of a document, else of the nearest one above it that has a row, else the first; -1 without any rows. */
export function placeIn(rows: readonly Row[], tree: TreeState, key: string): number {
  const itself = rows.findIndex((row) => row.key === key);
  if (itself >= 0) return itself;
  const way = wayTo(tree, key);
  const above = rows.findLastIndex((row) => way.includes(row.key));
  return above >= 0 ? above : Math.min(0, rows.length - 1);
}

/**
 * The key to go on from for whoever stood on a row: its own, unless it is gone, or was a hole that is filled, or stood
 * below what is gone; then that of the row which stands there now.
 */
export function keptKey(before: readonly Row[], rows: readonly Row[], tree: TreeState, key: string): string {
  if (rows.some((row) => row.key === key)) return key;
  const place = before.findIndex((row) => row.key === key);
  const there = new Set(rows.map((row) => row.key));
  const gone = [...placesAbove(before, place), place].find((at) => !there.has(before[at]?.key ?? key) && isLost(before[at], tree));
  return gone === undefined ? key : (rows[Math.min(gone, rows.length - 1)]?.key ?? "");
}

function isLost(row: Row | undefined, tree: TreeState): boolean {
  return row !== undefined && row.kind !== "bin" && !(row.key in tree.nodes);
}

/** The places of the rows above which one stands, outermost first. */
function placesAbove(rows: readonly Row[], place: number): readonly number[] {
  const places: number[] = [];
  for (let at = place - 1, level = rows[place]?.level ?? 1; at >= 0 && level > 1; at--) {
    if (rows[at]!.level >= level) continue;
    level = rows[at]!.level;
    places.unshift(at);
  }
  return places;
}
