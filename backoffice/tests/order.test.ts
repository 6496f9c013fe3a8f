import { describe, expect, it } from "vitest";
import type { TreeItem } from "../src/api/model.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";
import { ROOT } from "../src/store/tree.js";
import { type Drop, type RowPart, dropOn, partAt, parentsOf, stepOf } from "../src/tree/drop.js";
import { type HandOrder, VERY_END, noOrder, placingsOf, put, withMore } from "../src/tree/hand-order.js";
import { rowsOf } from "../src/tree/rows.js";

const item = (key: string, path: string, more: Partial<TreeItem> = {}): TreeItem => ({
  key,
  id: 1,
  parentKey: null,
  typeAlias: "page",
  typeName: "Page",
  icon: "",
  name: key.toUpperCase(),
  variants: [],
  path,
  level: 1,
  sortOrder: 0,
  published: false,
  edited: true,
  trashed: false,
  hasChildren: false,
  access: "full",
  ...more,
});

const loaded = (list: string, items: readonly TreeItem[], total = items.length, page = 0): Action => ({ type: "tree/loaded", list, page, items, total });

/** `home` with `news` and `shop` below it, which are shown, then `about` and `contact`. */
const state = [
  loaded(ROOT, [item("home", "-1,1", { hasChildren: true }), item("about", "-1,4"), item("contact", "-1,5")]),
  loaded("home", [item("news", "-1,1,2", { parentKey: "home" }), item("shop", "-1,1,3", { parentKey: "home" })]),
  { type: "tree/expanded", keys: ["home"] } as const,
].reduce<State>(reduce, initialState);

const node = (key: string): TreeItem => state.tree.nodes[key]!;

function dropped(key: string, part: RowPart, on: string): Drop | undefined {
  const row = rowsOf(state.tree, true).find((one) => one.key === on)!;
  return dropOn(node(key), row, part, state.tree);
}

const keysOf = ({ tree }: State, list = ROOT) => tree.lists[list]?.keys;

describe("where a dragged document goes", () => {
  it("is before, below or after the row, by where the pointer is in it", () => {
    expect([0, 0.2, 0.3, 0.5, 0.7, 0.8, 1].map(partAt)).toEqual(["before", "before", "onto", "onto", "onto", "after", "after"]);
  });

  it("is beside a sibling, or among those of another parent", () => {
    expect(dropped("contact", "before", "about")).toEqual({ kind: "beside", parent: undefined, before: "about" });
    expect(dropped("contact", "after", "news")).toEqual({ kind: "beside", parent: "home", after: "news" });
    expect(dropped("news", "after", "about")).toEqual({ kind: "beside", parent: undefined, after: "about" });
  });

  it("is before the first one below a row that is open", () => {
    expect(dropped("contact", "after", "home")).toEqual({ kind: "beside", parent: "home" });
    expect(dropped("shop", "after", "home")).toEqual({ kind: "beside", parent: "home" });
  });

  it("is below the row in its middle, and in the recycle bin", () => {
    expect(dropped("contact", "onto", "news")).toEqual({ kind: "onto", target: node("news") });
    expect(dropped("contact", "before", "bin")).toEqual({ kind: "onto", target: undefined });
  });

  it("is nowhere where it stands already, below itself, or in itself", () => {
    expect(dropped("contact", "after", "about")).toBeUndefined();
    expect(dropped("about", "before", "contact")).toBeUndefined();
    expect(dropped("news", "after", "home")).toBeUndefined();
    expect(dropped("news", "onto", "home")).toBeUndefined();
    expect(dropped("about", "before", "about")).toBeUndefined();
    expect(dropped("home", "onto", "news")).toBeUndefined();
    expect(dropped("home", "before", "shop")).toBeUndefined();
    expect(dropped("home", "after", "home")).toBeUndefined();
  });

  it("depends on the rights at the document and at its new parent", () => {
    expect(parentsOf(node("contact"), { kind: "beside", parent: "home" })).toEqual(["contact", "home"]);
    expect(parentsOf(node("contact"), { kind: "beside", parent: undefined, before: "about" })).toEqual(["contact"]);
  });
});

describe("a step by keys", () => {
  it("goes past the neighbour, and not past the end or what is not loaded", () => {
    expect(stepOf(node("about"), -1, state.tree)).toEqual({ kind: "beside", parent: undefined, before: "home" });
    expect(stepOf(node("news"), 1, state.tree)).toEqual({ kind: "beside", parent: "home", after: "shop" });
    expect(stepOf(node("shop"), 1, state.tree)).toBeUndefined();
    const partly = reduce(state, loaded("home", [item("news", "-1,1,2", { parentKey: "home" })], 300));
    expect(stepOf(node("news"), 1, { ...partly.tree, lists: { home: { total: 2, keys: ["news", undefined], pages: {} } } })).toBeUndefined();
  });
});

describe("the tree after a step", () => {
  const placed = (key: string, beside: { readonly before?: string; readonly after?: string } = {}): State =>
    reduce(state, { type: "tree/placed", list: ROOT, key, ...beside });

  it("shows the new order at once", () => {
    expect(keysOf(placed("contact", { before: "about" }))).toEqual(["home", "contact", "about"]);
    expect(keysOf(placed("home", { after: "contact" }))).toEqual(["about", "contact", "home"]);
    expect(keysOf(placed("contact"))).toEqual(["contact", "home", "about"]);
  });

  it("stays as it is when the list is another one by now", () => {
    expect(placed("contact", { before: "gone" }).tree).toBe(state.tree);
    expect(placed("gone").tree).toBe(state.tree);
  });

  it("is asked for again after a failure", () => {
    const doubted = reduce(placed("contact"), { type: "tree/doubted", list: ROOT });
    expect(doubted.tree.lists[ROOT]?.pages).toEqual({ 0: "stale" });
  });

  it("never shows a document twice while its old page is still to come", () => {
    const many = [...Array(150).keys()].map((number) => item(`k${number}`, `-1,${number}`));
    const before = [loaded(ROOT, many.slice(0, 100), 150), loaded(ROOT, many.slice(100), 150, 1)].reduce<State>(reduce, initialState);
    const after = reduce(before, loaded(ROOT, [many[149]!, ...many.slice(0, 99)], 150));
    const keys = keysOf(after)!.filter((key) => key !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keysOf(after)![149]).toBeUndefined();
  });
});

describe("an order by hand", () => {
  const order = withMore(noOrder, [..."abcde"].map((key) => ({ key, name: key.toUpperCase() })));
  const shown = ({ items }: HandOrder): string => items.map(({ key }) => key).join("");

  /** What the server makes of the placings. */
  function served(hand: HandOrder): string {
    let keys = [..."abcde"];
    for (const { key, after } of placingsOf(hand)) {
      keys = keys.filter((other) => other !== key);
      keys.splice(after === undefined ? 0 : keys.indexOf(after) + 1, 0, key);
    }
    return keys.join("");
  }

  it("names only what moved, and the server comes to the same order", () => {
    const one = put(order, 4, 0);
    expect([shown(one), placingsOf(one)]).toEqual(["eabcd", [{ key: "e" }]]);
    const steps: readonly (readonly [number, number])[] = [[4, 0], [1, 3], [2, 1], [0, 4], [3, 3], [1, 99], [2, -1]];
    let hand = order;
    for (const [from, to] of steps) {
      hand = put(hand, from, to);
      expect(served(hand)).toBe(shown(hand));
    }
  });

  it("takes what comes later at its end, once", () => {
    const more = withMore(put(order, 4, 0), [{ key: "a", name: "A" }, { key: "f", name: "F" }]);
    expect(shown(more)).toBe("eabcdf");
  });

  it("keeps at its very end what was put there before the last ones came", () => {
    const late = [..."fg"].map((key) => ({ key, name: key.toUpperCase() }));
    const after = (...steps: readonly (readonly [number, number])[]): string =>
      shown(withMore(steps.reduce((hand, [from, to]) => put(hand, from, to), order), late));
    expect(after([1, VERY_END])).toBe("acdefgb");
    expect(after([1, VERY_END], [0, VERY_END])).toBe("cdefgba");
    expect(after([1, VERY_END], [4, 0])).toBe("bacdefg");
    expect(after([1, VERY_END], [0, VERY_END], [0, 2])).toBe("decfgba");
    expect(after([1, VERY_END], [0, VERY_END], [0, 3])).toBe("defgbca");
    expect(after([1, VERY_END], [0, 4])).toBe("cdefgba");
    expect(after([1, VERY_END], [0, VERY_END], [4, 3])).toBe("cdefgab");
    expect(after([0, 4])).toBe("bcdeafg");
  });
});
