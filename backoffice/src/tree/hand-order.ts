/** An order that is made by hand: which documents were moved, and beside what each of them goes in the end. */

import type { PlacingBody } from "../api/structure.js";

export interface Listed {
  readonly key: string;
  readonly name: string;
}

export interface HandOrder {
  readonly items: readonly Listed[];
  /** The keys of what was moved. */
  readonly moved: ReadonlySet<string>;
  /** So many of them were put at the very end, and stay behind whatever is still to come. */
  readonly tail: number;
}

export const noOrder: HandOrder = { items: [], moved: new Set(), tail: 0 };

/** The place behind all others, those that are still to come included. */
export const VERY_END = Infinity;

/** The order with more documents; those that it has already stay where they are. */
export function withMore({ items, moved, tail }: HandOrder, more: readonly Listed[]): HandOrder {
  const known = new Set(items.map(({ key }) => key));
  const news = more.filter(({ key }) => !known.has(key));
  return { items: items.toSpliced(items.length - tail, 0, ...news), moved, tail };
}

/** The order with the document of one place at another place, or at the `VERY_END`. */
export function put(order: HandOrder, from: number, to: number): HandOrder {
  const { items, moved } = order;
  const item = items[from];
  const place = Math.max(0, Math.min(to, items.length - 1));
  if (item === undefined || to === from) return order;
  const left = from >= items.length - order.tail;
  const tail = order.tail - Number(left);
  const border = items.length - 1 - tail;
  return {
    items: items.toSpliced(from, 1).toSpliced(place, 0, item),
    moved: new Set([...moved, item.key]),
    tail: tail + Number(to === VERY_END || place > border || (left && place === border && tail > 0)),
  };
}

/** What the server is to do: the moved ones, from the first to the last, each after the one that stands before it. */
export function placingsOf({ items, moved }: HandOrder): readonly PlacingBody[] {
  return items.flatMap(({ key }, place) => {
    if (!moved.has(key)) return [];
    const before = items[place - 1];
    return [before === undefined ? { key } : { key, after: before.key }];
  });
}
