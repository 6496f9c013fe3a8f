import { afterEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import "../src/editor/document-editor.js";
import { TypeCatalog } from "../src/editor/types.js";
import { isUnsaved } from "../src/store/state.js";
import { Store } from "../src/store/store.js";
import { onPage, press, settled } from "./on-page.js";

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

describe("a document that varies", () => {
  const title = { alias: "title", label: "Title", group: "", editor: "text", valueType: "string", variesByCulture: true };
  const page = { alias: "page", name: "Page", variesByCulture: true, properties: [title], inheritedProperties: [] };

  /** Opens it on a desk with languages, of which it is told when they become others. */
  async function onDesk(...languages: readonly string[]) {
    let known = languages;
    const variants = () => known.map((culture) => ({ culture, name: null, state: "notCreated" }));
    const answer = () => ({ key: "home", version: 1, typeAlias: "page", name: "Home", variants: variants(), values: [], allowedActions: ["Umb.Document.Update"] });
    const { element, root, store } = await opened({ send: async () => ({ data: answer(), etag: '"1"' }), get: async () => page });
    await vi.waitUntil(() => root.querySelector("cd-document-fields"));
    const become = async (...now: readonly string[]) => {
      known = now;
      store.dispatch({ type: "live/event", own: true, event: { eventType: "Updated", eventSource: "Umbraco:CMS:Language", key: "l" } });
      await settled();
      await element.updateComplete;
    };
    const type = (field: string, value: string | null) => store.dispatch({ type: "document/edited", key: "home", field, value });
    const switches = () => root.querySelector("cd-culture-switches")?.document.variants.map(({ culture }) => culture);
    const columns = () => root.querySelector("cd-document-fields")!.cultures;
    return { element, root, store, become, type, switches, columns };
  }

  it("offers a language that is added at once, and leaves the columns and what was typed alone", async () => {
    const { store, become, type, switches, columns } = await onDesk("de", "en");
    type("values.title[en]", "Typed");
    await become("da", "de", "en");
    expect([switches(), columns()]).toEqual([["da", "de", "en"], ["de", "en"]]);
    expect(store.state.documents["home"]).toMatchObject({ edits: { "values.title[en]": "Typed" } });
  });

  it("offers a language that is deleted no more, but as long as something is typed in it", async () => {
    const { element, become, type, switches, columns } = await onDesk("de", "en", "fr");
    type("values.title[de]", "Getippt");
    await become("en");
    expect([switches(), columns()]).toEqual([["en", "de"], ["de", "en"]]);
    type("values.title[de]", null);
    await element.updateComplete;
    expect([switches(), columns()]).toEqual([undefined, ["en"]]);
  });

  it("shows another language in place of the only one on the screen", async () => {
    const { element, root, become, columns } = await onDesk("de", "en", "fr");
    root.querySelector("cd-culture-switches")!.dispatchEvent(new CustomEvent("cd-culture", { detail: "en" }));
    await element.updateComplete;
    expect(columns()).toEqual(["de"]);
    await become("en", "fr");
    expect(columns()).toEqual(["en", "fr"]);
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
