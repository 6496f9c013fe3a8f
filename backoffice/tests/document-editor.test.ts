import { afterEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import "../src/editor/document-editor.js";
import { TypeCatalog } from "../src/editor/types.js";
import { isUnsaved } from "../src/store/state.js";
import { Store } from "../src/store/store.js";
import { onPage, press } from "./on-page.js";

vi.mock("../src/shell/components.js", () => ({}));

async function opened(client: object, store = new Store()) {
  const types = new TypeCatalog(store, client as Client);
  const editor = Object.assign(document.createElement("cd-document-editor"), { key: "home" });
  return onPage(editor, { store, client, types });
}

async function gone(store?: Store) {
  const page = await opened({ send: () => Promise.reject(new Problem(404, {})) }, store);
  await vi.waitUntil(() => page.store.state.documents["home"]?.kind === "gone");
  await page.element.updateComplete;
  return page;
}

afterEach(() => document.body.replaceChildren());

describe("a document whose type cannot be read", () => {
  it("says so, and reads it again on demand and when the line is back", async () => {
    const home = { key: "home", version: 1, typeAlias: "page", name: "Home", variants: [], values: [] };
    const get = vi.fn(() => Promise.reject(new Unreachable("cut")));
    const { root, store } = await opened({ send: async () => ({ data: home, etag: '"1"' }), get });
    await vi.waitUntil(() => root.querySelector("[role=alert]"));
    press(root, "Try again");
    await vi.waitUntil(() => get.mock.calls.length === 2 && store.state.types["page"]?.phase === "failed");
    store.dispatch({ type: "live/connected", whole: true });
    await vi.waitUntil(() => get.mock.calls.length === 3);
  });
});

describe("a document that is gone", () => {
  it("gives back what was typed and is no value yet, until it is forgotten", async () => {
    const before = new Store();
    const unfinished = { text: "12 min", message: "No number." };
    before.dispatch({ type: "document/unfinished", key: "home", field: "values.minutes", unfinished });
    const { element, root, store } = await gone(before);
    const shown = root.querySelector("cd-document-gone")!;
    await shown.updateComplete;
    expect(shown.renderRoot.querySelector("pre")?.textContent).toBe("12 min");
    press(shown.renderRoot, "Forget my changes");
    await element.updateComplete;
    expect([isUnsaved(store.state), root.querySelector("cd-nothing-here") !== null]).toEqual([false, true]);
  });

  it("says just that where nothing was changed", async () => {
    const { root } = await gone();
    expect(root.querySelector("cd-nothing-here")).not.toBeNull();
  });
});
