/** The tree as the list of rows that it looks like, with everything that is expanded. */

import type { TreeItem } from "../api/model.js";
import { BIN, type ChildList, ROOT, type TreeState } from "../store/tree.js";

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
