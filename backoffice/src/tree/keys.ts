/** What keys do in the tree. */

import type { Row } from "./rows.js";

export type Deed =
  | { readonly kind: "go"; readonly place: number }
  /** By one place among its siblings. */
  | { readonly kind: "step"; readonly step: -1 | 1 }
  | { readonly kind: "toggle" | "open" | "menu" | "rename" | "delete" }
  /** The key is one of the tree's, and does nothing here. */
  | { readonly kind: "nothing" };

/** Where one is. */
export interface Standing {
  readonly rows: readonly Row[];
  readonly place: number;
  readonly isOpen: boolean;
  /** How many rows are in sight. */
  readonly inSight: number;
}

const NOTHING: Deed = { kind: "nothing" };

/** Gives what a key asks for; nothing for one that is not the tree's. */
export function deedOf(event: KeyboardEvent, standing: Standing): Deed | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (ctrlKey || metaKey) return undefined;
  if (altKey) return key === "ArrowUp" ? { kind: "step", step: -1 } : key === "ArrowDown" ? { kind: "step", step: 1 } : undefined;
  const { rows, place, inSight } = standing;
  const page = Math.max(1, inSight - 1);
  switch (key) {
    case "ArrowDown":
      return go(rows, place + 1);
    case "ArrowUp":
      return go(rows, place - 1);
    case "PageDown":
      return go(rows, place + page);
    case "PageUp":
      return go(rows, place - page);
    case "Home":
      return go(rows, 0);
    case "End":
      return go(rows, rows.length - 1);
    case "ArrowRight":
      return inwards(standing);
    case "ArrowLeft":
      return outwards(standing);
    case "Enter":
    case " ":
      return { kind: "open" };
    case "F2":
      return { kind: "rename" };
    case "Delete":
      return { kind: "delete" };
    case "ContextMenu":
      return { kind: "menu" };
    case "F10":
      return shiftKey ? { kind: "menu" } : undefined;
    default:
      return key.length === 1 ? toName(rows, place, key) : undefined;
  }
}

function go(rows: readonly Row[], place: number): Deed {
  return { kind: "go", place: Math.max(0, Math.min(place, rows.length - 1)) };
}

function canOpen(row: Row | undefined): boolean {
  return row?.kind === "bin" || (row?.kind === "node" && row.node.hasChildren);
}

function inwards({ rows, place, isOpen }: Standing): Deed {
  if (!canOpen(rows[place])) return NOTHING;
  return isOpen ? go(rows, place + 1) : { kind: "toggle" };
}

function outwards({ rows, place, isOpen }: Standing): Deed {
  if (isOpen && canOpen(rows[place])) return { kind: "toggle" };
  const above = rows.findLastIndex(({ level }, at) => at < place && level < rows[place]!.level);
  return above < 0 ? NOTHING : go(rows, above);
}

/** The next document whose name begins with a letter, from the top again after the last one. */
function toName(rows: readonly Row[], place: number, letter: string): Deed {
  const begins = (row: Row): boolean => row.kind === "node" && row.node.name.toLowerCase().startsWith(letter.toLowerCase());
  const after = rows.findIndex((row, at) => at > place && begins(row));
  const found = after >= 0 ? after : rows.findIndex(begins);
  return found < 0 ? NOTHING : go(rows, found);
}
