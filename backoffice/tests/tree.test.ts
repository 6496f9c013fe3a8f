import { describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import type { TreeItem } from "../src/api/model.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import type { CurrentUser } from "../src/api/security.js";
import type { ServerEvent } from "../src/live/events.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";
import { BIN, MOST_TOUCHED, ROOT } from "../src/store/tree.js";
import { Store } from "../src/store/store.js";
import { TreeLoader } from "../src/tree/loader.js";
import { rowsOf } from "../src/tree/rows.js";

const item = (key: string, more: Partial<TreeItem> = {}): TreeItem => ({
  key,
  id: 1,
  parentKey: null,
  typeAlias: "page",
  typeName: "Page",
  icon: "",
  name: key.toUpperCase(),
  variants: [],
  path: "-1,1",
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

const event = (eventType: string, key: string, more: Partial<ServerEvent> = {}, own = false): Action => ({
  type: "live/event",
  event: { eventType, eventSource: "Umbraco:CMS:Document", key, actorKey: "bob", ...more },
  own,
});

/** Two documents, the first with two below it, which are shown. */
const home = after(
  initialState,
  loaded(ROOT, [item("home", { hasChildren: true }), item("about")]),
  loaded("home", [item("news", { parentKey: "home" }), item("shop", { parentKey: "home" })]),
  { type: "tree/expanded", keys: ["home"] },
);

function after(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(reduce, state);
}

/** The rows in short: names, indented, with `…` for what is not loaded. */
function shown({ tree }: State, withBin = false): string[] {
  return rowsOf(tree, withBin).map((row) => "  ".repeat(row.level - 1) + (row.kind === "hole" ? "…" : row.key));
}

const pages = ({ tree }: State, list: string) => tree.lists[list]?.pages;

describe("the tree", () => {
  it("shows what is expanded, and a place for what is not loaded", () => {
    expect(shown(home)).toEqual(["home", "  news", "  shop", "about"]);
    expect(shown(after(home, { type: "tree/collapsed", key: "home" }))).toEqual(["home", "about"]);
    expect(shown(after(initialState, loaded(ROOT, [item("a")], 3)))).toEqual(["a", "…", "…"]);
  });

  it("opens its only root at the first look, and leaves it closed from then on", () => {
    const first = after(initialState, loaded(ROOT, [item("home", { hasChildren: true })]));
    expect(first.tree.expanded).toEqual({ home: true });
    const closed = after(first, { type: "tree/collapsed", key: "home" }, loaded(ROOT, [item("home", { hasChildren: true })]));
    expect(closed.tree.expanded).toEqual({});
    expect(after(initialState, loaded(ROOT, [item("a", { hasChildren: true }), item("b")])).tree.expanded).toEqual({});
  });

  it("shows the recycle bin last, and what is in it", () => {
    const bin = after(home, loaded(BIN, [item("old", { trashed: true })]), { type: "tree/expanded", keys: [BIN] });
    expect(shown(bin, true)).toEqual(["home", "  news", "  shop", "about", "bin", "  old"]);
  });

  it("makes the page of a changed document stale, and no other", () => {
    const many = after(initialState, ...[0, 1, 2].map((page) => loaded(ROOT, [item(`a${page}`)], 300, page)));
    expect(pages(after(many, event("Updated", "a1")), ROOT)).toEqual({ 0: "fresh", 1: "stale", 2: "fresh" });
    expect(pages(after(many, event("Updated", "elsewhere")), ROOT)).toEqual({ 0: "fresh", 1: "fresh", 2: "fresh" });
  });

  it("asks once more for a page that an event overtook", () => {
    const asked = after(home, { type: "tree/asked", list: ROOT, page: 0 }, event("Published", "about"));
    expect(pages(asked, ROOT)).toEqual({ 0: "overtaken" });
    expect(pages(after(asked, loaded(ROOT, [item("home"), item("about")])), ROOT)).toEqual({ 0: "stale" });
  });

  it("takes out at once what went to the bin, and looks into the bin", () => {
    const bin = after(home, loaded(BIN, []));
    const without = after(bin, event("Trashed", "news", { parentKey: "home" }));
    expect(shown(without)).toEqual(["home", "  shop", "about"]);
    expect(pages(without, BIN)).toEqual({ 0: "stale" });
  });

  it("knows that a document has lost its last child", () => {
    const bare = after(home, event("Deleted", "news"), event("Deleted", "shop"));
    expect(bare.tree.nodes["home"]?.hasChildren).toBe(false);
    expect(shown(bare)).toEqual(["home", "about"]);
  });

  it("moves a document, and looks where it went", () => {
    const moved = after(home, loaded("about", []), event("Moved", "news", { parentKey: "about" }));
    expect(shown(moved)).toEqual(["home", "  shop", "about"]);
    expect(moved.tree.nodes["about"]?.hasChildren).toBe(true);
    expect([pages(moved, "home"), pages(moved, "about")]).toEqual([{ 0: "stale" }, { 0: "stale" }]);
  });

  it("looks again where something was created, copied, restored or sorted", () => {
    for (const type of ["Created", "Copied", "Restored", "Sorted"]) {
      expect(pages(after(home, event(type, "new", { parentKey: "home" })), "home")).toEqual({ 0: "stale" });
      expect(pages(after(home, event(type, "new")), ROOT)).toEqual({ 0: "stale" });
    }
  });

  it("forgets an emptied bin", () => {
    const bin = after(home, loaded(BIN, [item("old", { trashed: true })]), { type: "tree/expanded", keys: [BIN] });
    expect(shown(after(bin, event("EmptiedRecycleBin", "0", { wholeBranch: true })), true).at(-1)).toBe("bin");
  });

  it("looks at everything again after a large operation, a reset, changed rights, or a line that may have missed something", () => {
    const rights = { ...(event("Updated", "me") as Action & { type: "live/event" }) };
    const cases: Action[] = [
      event("Published", "home", { wholeBranch: true }),
      { type: "live/reset" },
      { type: "live/connected", whole: false },
      { ...rights, event: { ...rights.event, eventSource: "Umbraco:CMS:CurrentUser" } },
    ];
    for (const action of cases) {
      const aged = after(home, action);
      expect([pages(aged, ROOT), pages(aged, "home")]).toEqual([{ 0: "stale" }, { 0: "stale" }]);
    }
    expect(after(home, { type: "live/connected", whole: true }).tree).toBe(home.tree);
  });

  it("marks what others changed until somebody looks at it", () => {
    const touched = after(home, event("Updated", "about", { at: "2030-01-02T03:04:05Z" }), event("Updated", "shop", {}, true));
    expect(touched.tree.touched).toEqual({ about: { actorKey: "bob", at: "2030-01-02T03:04:05Z" } });
    expect(after(touched, { type: "tree/seen", key: "about" }).tree.touched).toEqual({});
  });

  it("does not try again and again what failed, until the line is back", () => {
    const failed = after(home, { type: "tree/failed", list: ROOT, page: 0 });
    expect(pages(failed, ROOT)).toEqual({ 0: "failed" });
    const back = after(failed, { type: "live/connected", whole: true });
    expect([pages(back, ROOT), pages(back, "home")]).toEqual([{ 0: "stale" }, { 0: "fresh" }]);
  });

  it("asks again for what failed when it is opened again", () => {
    const failed = after(home, { type: "tree/failed", list: "about", page: 0 }, { type: "tree/failed", list: "home", page: 0 });
    const again = after(failed, { type: "tree/collapsed", key: "about" }, { type: "tree/expanded", keys: ["about"] });
    expect([pages(again, "about"), pages(again, "home")]).toEqual([{ 0: "stale" }, { 0: "failed" }]);
  });

  it("asks again by itself for what failed while the server was away, and for nothing else", async () => {
    vi.useFakeTimers();
    const store = new Store();
    const failures: Error[] = [new Problem(503, {}), new Unreachable("cut"), new Problem(403, {})];
    const get = vi.fn(async () => {
      const [failure] = failures.splice(0, 1);
      if (failure) throw failure;
      return { items: [item("home")], total: 1 };
    });
    const loader = new TreeLoader(store, { get } as unknown as Client);
    store.subscribe((state) => state.tree.lists[ROOT]?.pages[0] === "stale" && loader.want(ROOT, 0));
    loader.want(ROOT, 0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect([get.mock.calls.length, pages(store.state, ROOT)]).toEqual([2, { 0: "failed" }]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([get.mock.calls.length, pages(store.state, ROOT)]).toEqual([3, { 0: "failed" }]);
    store.dispatch({ type: "tree/retried" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([get.mock.calls.length, pages(store.state, ROOT)]).toEqual([4, { 0: "fresh" }]);
    vi.useRealTimers();
  });

  it("looks at everything again when the user has other rights, and only then", () => {
    const entered = (verbs: readonly string[]): Action => ({ type: "session/entered", user: { key: "ann", verbs } as unknown as CurrentUser });
    const anns = after(initialState, entered(["read"]), loaded(ROOT, [item("home")]));
    expect(pages(after(anns, entered(["read"])), ROOT)).toEqual({ 0: "fresh" });
    expect(pages(after(anns, entered([])), ROOT)).toEqual({ 0: "stale" });
  });

  it("puts a document beside another one where many between are not loaded", () => {
    const key = (page: number) => (_: unknown, place: number) => item(`k${page * 100 + place}`);
    const ends = [0, 99].map((page) => loaded(ROOT, Array.from({ length: 100 }, key(page)), 10_000, page));
    const stepped = after(initialState, ...ends, { type: "tree/placed", list: ROOT, key: "k9950", before: "k9949" });
    const { keys } = stepped.tree.lists[ROOT]!;
    expect([keys.length, keys.indexOf("k9950"), keys.indexOf("k9949"), keys.indexOf("k99")]).toEqual([10_000, 9949, 9950, 99]);
  });

  it("asks where a document was that was not loaded, and whether there is anything left", () => {
    for (const type of ["Deleted", "Trashed"]) {
      const closed = after(home, loaded(BIN, []), event(type, "unseen", { parentKey: "home" }));
      expect([pages(closed, "home"), pages(closed, ROOT)]).toEqual([{ 0: "stale" }, { 0: "stale" }]);
      expect(pages(after(home, event(type, "unseen")), ROOT)).toEqual({ 0: "stale" });
    }
    expect(pages(after(home, loaded(BIN, []), event("Deleted", "unseen")), BIN)).toEqual({ 0: "stale" });
  });

  it("asks once more for a bin that was emptied while it was on its way", () => {
    const asked = after(home, { type: "tree/asked", list: BIN, page: 0 }, event("EmptiedRecycleBin", "0", { wholeBranch: true }));
    expect(pages(after(asked, loaded(BIN, [item("old", { trashed: true })])), BIN)).toEqual({ 0: "stale" });
  });

  it("marks only the newest of very many changes, and nothing that is gone", () => {
    const many = after(initialState, ...Array.from({ length: MOST_TOUCHED + 5 }, (_, number) => event("Updated", `k${number}`)));
    expect(Object.keys(many.tree.touched)).toHaveLength(MOST_TOUCHED);
    expect(Object.keys(many.tree.touched).at(-1)).toBe(`k${MOST_TOUCHED + 4}`);
    const gone = after(initialState, event("Updated", "a"), event("Updated", "b"), event("Deleted", "a"), event("Trashed", "b"));
    expect(gone.tree.touched).toEqual({});
  });

  it("keeps nothing of the one who signs out", () => {
    expect(after(home, { type: "session/left", ended: false }).tree.nodes).toEqual({});
  });

  it("looks at each of ten thousand siblings but once, to draw them in a moment", () => {
    const siblings = after(initialState, ...Array.from({ length: 100 }, (_, page) =>
      loaded(ROOT, Array.from({ length: 100 }, (_, place) => item(`k${page}-${place}`)), 10_000, page)));
    let looks = 0;
    const nodes = new Proxy(siblings.tree.nodes, { get: (all, key: string) => (looks++, all[key]) });
    expect(rowsOf({ ...siblings.tree, nodes }, true)).toHaveLength(10_001);
    expect(looks).toBe(10_000);
  });
});
