/** Where a dragged document, or one that is moved by keys, would go. */

import type { TreeItem } from "../api/model.js";
import type { Place } from "../api/structure.js";
import { ROOT, type TreeState, listOf } from "../store/tree.js";
import type { Row } from "./rows.js";

/** The part of a row that the pointer is over. */
export type RowPart = "before" | "onto" | "after";

/** Below another document, after the last one there; `undefined` is the recycle bin. */
export interface Onto {
  readonly kind: "onto";
  readonly target: TreeItem | undefined;
}

/** Among the children of a parent: beside one of them, or before all. */
export interface Beside {
  readonly kind: "beside";
  readonly parent: Place;
  readonly before?: string;
  readonly after?: string;
}

export type Drop = Onto | Beside;

/** The edges of a row are a quarter of it each. */
const EDGE = 0.25;

/** Which part of a row is at a height, given as a share of the row's. */
export function partAt(share: number): RowPart {
  return share < EDGE ? "before" : share >= 1 - EDGE ? "after" : "onto";
}

/**
 * Where a document goes when it is dropped on a part of a row; nothing where it cannot go, or stands already.
 *
 * Whether the user may do that is another question.
 */
export function dropOn(dragged: TreeItem, row: Row, part: RowPart, tree: TreeState): Drop | undefined {
  if (row.kind === "hole") return undefined;
  if (row.kind === "bin") return dragged.trashed ? undefined : { kind: "onto", target: undefined };
  const { node } = row;
  if (node.trashed || dragged.trashed) return undefined;
  if (part === "onto") return canStandBelow(dragged, node) ? { kind: "onto", target: node } : undefined;
  const drop = besideRow(node, part, tree);
  return drop !== undefined && changes(dragged, drop, tree) ? drop : undefined;
}

/** Where a document goes one step up or down among its siblings; nothing at the ends, and before what is not loaded. */
export function stepOf(node: TreeItem, step: -1 | 1, tree: TreeState): Beside | undefined {
  const keys = tree.lists[listOf(node)]?.keys ?? [];
  const place = keys.indexOf(node.key);
  const neighbour = place < 0 || node.trashed ? undefined : keys[place + step];
  if (neighbour === undefined) return undefined;
  const parent = node.parentKey ?? undefined;
  return { kind: "beside", parent, ...(step < 0 ? { before: neighbour } : { after: neighbour }) };
}

/** The documents whose rights decide whether a drop is allowed, without the root. */
export function parentsOf(dragged: TreeItem, drop: Drop): readonly string[] {
  const target = drop.kind === "onto" ? drop.target?.key : drop.parent;
  return [...new Set([dragged.key, target].filter((key) => key !== undefined))];
}

function canStandBelow(dragged: TreeItem, node: TreeItem): boolean {
  return node.access === "full" && node.key !== dragged.parentKey && !isInside(node, dragged);
}

function isInside(node: TreeItem, top: TreeItem): boolean {
  return `${node.path},`.startsWith(`${top.path},`);
}

function besideRow(node: TreeItem, part: RowPart, tree: TreeState): Beside | undefined {
  const parent = node.parentKey ?? undefined;
  if (part === "before") return { kind: "beside", parent, before: node.key };
  const below = tree.expanded[node.key] && node.hasChildren ? tree.lists[node.key] : undefined;
  if (below === undefined) return { kind: "beside", parent, after: node.key };
  return { kind: "beside", parent: node.key }; // The next row is the first one below.
}

function changes(dragged: TreeItem, { parent, before, after }: Beside, tree: TreeState): boolean {
  if (dragged.key === parent || dragged.key === before || dragged.key === after) return false;
  const above = parent === undefined ? undefined : tree.nodes[parent];
  if (above !== undefined && isInside(above, dragged)) return false;
  if ((dragged.parentKey ?? undefined) !== parent) return true;
  const keys = tree.lists[parent ?? ROOT]?.keys ?? [];
  const place = keys.indexOf(dragged.key);
  if (before !== undefined) return keys[place + 1] !== before;
  return after === undefined ? place !== 0 : keys[place - 1] !== after;
}
