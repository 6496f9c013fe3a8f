import { afterEach, describe, expect, it, vi } from "vitest";
import type { TreeItem } from "../src/api/model.js";
import type { Action } from "../src/store/state.js";
import { Store } from "../src/store/store.js";
import { BIN, ROOT } from "../src/store/tree.js";
import { unsavedKeys } from "../src/store/unsaved.js";
import { deedOf } from "../src/tree/keys.js";
import type { Row } from "../src/tree/rows.js";
import "../src/tree/start-page.js";
import "../src/tree/tree-view.js";
import { onPage, settled } from "./on-page.js";

vi.mock("../src/shell/components.js", () => ({}));
globalThis.ResizeObserver ??= class {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
};

afterEach(() => document.body.replaceChildren());

const item = (key: string, more: Partial<TreeItem> = {}): TreeItem =>
  ({ key, parentKey: null, name: key, icon: "", access: "full", hasChildren: false, trashed: false, variants: [], ...more }) as TreeItem;
const loaded = (list: string, items: readonly TreeItem[]): Action => ({ type: "tree/loaded", list, page: 0, items, total: items.length });
const child = (key: string, parentKey: string, more: Partial<TreeItem> = {}) => item(key, { parentKey, ...more });
const deleted = (key: string): Action => ({
  type: "live/event",
  event: { eventType: "Deleted", eventSource: "Umbraco:CMS:Document", key },
  own: false,
});

/** A tree of these lists on a server that has longer ones. */
async function tree(lists: Readonly<Record<string, readonly TreeItem[]>>, current: string, ...then: readonly Action[]) {
  const store = new Store();
  const parts: string[] = [];
  interface Part {
    readonly parentKey?: string;
    readonly skip?: number;
    readonly take?: number;
    readonly target?: string;
  }
  const get = async (path: string, { parentKey, skip = 0, take = 0, target }: Part) => {
    if (path.endsWith("siblings")) {
      const all = Object.values(lists).find((some) => some.some(({ key }) => key === target))!;
      return { items: [], totalBefore: all.findIndex(({ key }) => key === target), totalAfter: 0 };
    }
    const all = lists[parentKey ?? (path.startsWith("/recycle-bin") ? BIN : ROOT)] ?? [];
    parts.push(`${parentKey ?? ROOT} ${skip}`);
    return { items: all.slice(skip, skip + take), total: all.length };
  };
  const element = Object.assign(document.createElement("cd-tree"), { current, active: true, withBin: true });
  const { root } = await onPage(element, { store, client: { get } });
  const go = async (...actions: readonly Action[]) => {
    for (const action of actions) store.dispatch(action);
    await settled();
    await settled();
  };
  await go(...then);
  const scroll = root.querySelector<HTMLElement>(".scroll")!;
  const active = () => scroll.getAttribute("aria-activedescendant")?.replace("row-", "");
  const key = async (name: string) => {
    scroll.dispatchEvent(new KeyboardEvent("keydown", { key: name, cancelable: true }));
    await settled();
  };
  return { element, store, root, scroll, parts, go, active, key };
}

const many = (list: string, count: number) => Array.from({ length: count }, (_, number) => child(`${list}-${number}`, list));
const home = item("home", { hasChildren: true });
const opened = (...keys: string[]): Action => ({ type: "tree/expanded", keys });

describe("the keys of the tree", () => {
  it("go on from the first row when the document that is open has none", async () => {
    const { active, key } = await tree({ [ROOT]: [item("a"), item("b")] }, "elsewhere");
    expect(active()).toBe("a");
    await key("ArrowDown");
    expect(active()).toBe("b");
  });

  it("go on from the nearest row above what was closed", async () => {
    const lists = { [ROOT]: [item("a"), home], home: [child("news", "home")], [BIN]: [item("old", { trashed: true })] };
    const inTree = await tree(lists, "news", opened("home"));
    await inTree.go({ type: "tree/collapsed", key: "home" });
    expect(inTree.active()).toBe("home");
    const inBin = await tree(lists, "old", opened(BIN));
    expect(inBin.active()).toBe("old");
    await inBin.go({ type: "tree/collapsed", key: BIN });
    expect(inBin.active()).toBe(BIN);
    await inBin.key("ArrowUp");
    expect(inBin.active()).toBe("home");
  });

  it("go on from where the parent stood that is deleted", async () => {
    const lists = { [ROOT]: [item("a"), home, item("z")], home: [child("news", "home", { hasChildren: true })], news: [child("deep", "news")] };
    const { active, go } = await tree(lists, "deep", opened("home", "news"));
    expect(active()).toBe("deep");
    lists[ROOT] = [item("a"), item("z")];
    await go(deleted("home"));
    expect(active()).toBe("z");
  });
});

describe("what is found", () => {
  it("is opened down to, also where something above it is closed", async () => {
    const lists = { [ROOT]: [item("a"), home], home: [child("news", "home")] };
    const { element, root, go } = await tree(lists, "", opened("home"));
    await go({ type: "tree/collapsed", key: "home" });
    expect(root.querySelector("#row-news")).toBeNull();
    element.reveal("news");
    await go();
    expect(root.querySelector("#row-news")).not.toBeNull();
  });

  it("is scrolled to when it comes, however deep it stands in long lists", async () => {
    const lists = {
      [ROOT]: [...many(ROOT, 240), item("home", { hasChildren: true })],
      home: [...many("home", 950), child("deep", "home")],
    };
    const { element, root, scroll, parts, go } = await tree(lists, "deep");
    Object.defineProperty(scroll, "clientHeight", { value: 600 });
    element.reveal("deep", ["home"]);
    for (let turn = 0; turn < 6; turn++) await go();
    scroll.dispatchEvent(new Event("scroll"));
    await go();
    expect(parts.filter((part) => part.startsWith("home"))).toContain("home 900");
    expect(scroll.scrollTop).toBeGreaterThan(1000 * 34);
    expect(root.querySelector("#row-deep")?.className).toContain("focused");
  });

  it("is given up when the server does not say where it is", async () => {
    const lists = { [ROOT]: [...many(ROOT, 120)] };
    const { element, go, parts } = await tree(lists, "lost");
    element.reveal("lost", []);
    for (let turn = 0; turn < 4; turn++) await go();
    expect(parts.every((part) => part === `${ROOT} 0`)).toBe(true);
  });
});

describe("what is not saved", () => {
  const open = (store: Store): void => {
    store.dispatch({ type: "document/asked", key: "home", request: 1 });
    const document = { key: "home", name: "Home", icon: "", version: 1, variants: [], values: [] };
    store.dispatch({ type: "document/loaded", key: "home", request: 1, loaded: { document: document as never, etag: '"1"' } });
  };
  const half: Action = { type: "document/unfinished", key: "home", field: "values.a", unfinished: { text: "1x", message: "no number" } };

  it("is marked in the tree also when it is only half typed", async () => {
    const { root, store, go } = await tree({ [ROOT]: [item("home")] }, "");
    open(store);
    await go(half);
    expect(root.querySelector(".unsaved")).not.toBeNull();
  });

  it("draws the tree once, not with every letter", async () => {
    const { element, store } = await tree({ [ROOT]: [item("home")] }, "");
    open(store);
    store.dispatch({ type: "document/edited", key: "home", field: "values.a", value: "x" });
    await element.updateComplete;
    const drawn = vi.spyOn(element, "requestUpdate");
    store.dispatch({ type: "document/edited", key: "home", field: "values.a", value: "xy" });
    store.dispatch({ ...half, field: "values.b" });
    expect(drawn).not.toHaveBeenCalled();
    expect([...unsavedKeys(store.state)]).toEqual(["home"]);
  });

  it("is led to on the start page where it is edited: a document or a blueprint", async () => {
    const store = new Store();
    const { root } = await onPage(document.createElement("cd-start-page"), { store, client: { get: async () => ({ items: [], total: 0 }) } });
    for (const [request, key] of ["home", "draft"].entries()) {
      const answer = { key, name: key, icon: "", version: 1, variants: [], values: [], blueprint: key === "draft" };
      store.dispatch({ type: "document/asked", key, request });
      store.dispatch({ type: "document/loaded", key, request, loaded: { document: answer as never, etag: '"1"' } });
      store.dispatch({ type: "document/edited", key, field: "values.a", value: "x" });
    }
    await settled();
    const links = [...root.querySelectorAll<HTMLAnchorElement>("[aria-labelledby=unsaved] a")];
    expect(links.map((link) => link.pathname)).toEqual(["/umbraco/content/home", "/umbraco/settings/blueprint/draft"]);
  });

  it("stands on the start page: half typed, closed or deleted meanwhile", async () => {
    const store = new Store();
    const get = async () => ({ items: [], total: 0 });
    const { root } = await onPage(document.createElement("cd-start-page"), { store, client: { get } });
    const listed = async () => {
      await settled();
      return [...root.querySelectorAll("[aria-labelledby=unsaved] li")].map((line) => line.textContent?.trim());
    };
    store.dispatch(loaded(ROOT, [item("home", { name: "Home" })]));
    open(store);
    expect(await listed()).toEqual([]);
    store.dispatch(half);
    expect(await listed()).toEqual(["Home"]);
    store.dispatch({ type: "document/closed", key: "home" });
    expect(await listed()).toEqual(["Home"]);
    open(store);
    store.dispatch({ type: "document/edited", key: "home", field: "values.a", value: "x" });
    store.dispatch({ type: "document/asked", key: "home", request: 2 });
    store.dispatch({ type: "document/gone", key: "home", request: 2 });
    expect(await listed()).toEqual(["Home"]);
  });
});

describe("what keys ask for", () => {
  const node = (key: string, level: number, hasChildren = false): Row =>
    ({ kind: "node", key, node: item(key, { hasChildren }), list: ROOT, index: 0, level, setSize: 1 }) as Row;
  const rows = [node("home", 1, true), node("news", 2), node("shop", 2), node("about", 1)];
  const asks = (key: string, place: number, more: KeyboardEventInit & { readonly isOpen?: boolean } = {}) =>
    deedOf(new KeyboardEvent("keydown", { key, ...more }), { rows, place, isOpen: more.isOpen ?? false, inSight: 3 });

  it.each([
    ["ArrowDown", 3, { kind: "go", place: 3 }],
    ["ArrowUp", 0, { kind: "go", place: 0 }],
    ["PageDown", 0, { kind: "go", place: 2 }],
    ["End", 0, { kind: "go", place: 3 }],
    ["ArrowRight", 0, { kind: "toggle" }],
    ["ArrowRight", 1, { kind: "nothing" }],
    ["ArrowLeft", 2, { kind: "go", place: 0 }],
    ["ArrowLeft", 3, { kind: "nothing" }],
    ["a", 0, { kind: "go", place: 3 }],
    ["h", 3, { kind: "go", place: 0 }],
    ["x", 0, { kind: "nothing" }],
    ["F10", 0, undefined],
    ["Tab", 0, undefined],
  ] as const)("%s at %i", (key, place, deed) => expect(asks(key, place)).toEqual(deed));

  it("depends on what is open, and on what is held down", () => {
    expect(asks("ArrowRight", 0, { isOpen: true })).toEqual({ kind: "go", place: 1 });
    expect(asks("ArrowLeft", 0, { isOpen: true })).toEqual({ kind: "toggle" });
    expect(asks("ArrowDown", 1, { altKey: true })).toEqual({ kind: "step", step: 1 });
    expect(asks("F10", 1, { shiftKey: true })).toEqual({ kind: "menu" });
    expect([asks("ArrowRight", 1, { altKey: true }), asks("a", 1, { ctrlKey: true })]).toEqual([undefined, undefined]);
  });
});
