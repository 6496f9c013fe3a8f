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
}

export const noOrder: HandOrder = { items: [], moved: new Set() };

/** The order with more documents at its end; those that it has already stay where they are. */
export function withMore({ items, moved }: HandOrder, more: readonly Listed[]): HandOrder {
  const known = new Set(items.map(({ key }) => key));
  return { items: [...items, ...more.filter(({ key }) => !known.has(key))], moved };
}

/** The order with the document of one place at another place. */
export function put({ items, moved }: HandOrder, from: number, to: number): HandOrder {
  const item = items[from];
  const place = Math.max(0, Math.min(to, items.length - 1));
  if (item === undefined || place === from) return { items, moved };
  return { items: items.toSpliced(from, 1).toSpliced(place, 0, item), moved: new Set([...moved, item.key]) };
}

/** What the server is to do: the moved ones, from the first to the last, each after the one that stands before it. */
export function placingsOf({ items, moved }: HandOrder): readonly PlacingBody[] {
  return items.flatMap(({ key }, place) => {
    if (!moved.has(key)) return [];
    const before = items[place - 1];
    return [before === undefined ? { key } : { key, after: before.key }];
  });
}
