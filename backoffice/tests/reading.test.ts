import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import type { AuditItem, Part } from "../src/api/history.js";
import type { DocumentVariant, Page, PropertyType, TreeItem } from "../src/api/model.js";
import { deedOf, remarkOf } from "../src/editor/audit-words.js";
import { mainCultures } from "../src/editor/culture-switches.js";
import { labelOf } from "../src/editor/difference.js";
import { Older } from "../src/editor/older.js";
import "../src/editor/value-difference.js";
import { dayAndTime, languageName } from "../src/i18n/i18n.js";
import { type Services, servicesContext } from "../src/services.js";
import type { AppElement } from "../src/shell/element.js";
import { filled } from "../src/shell/time.js";
import { LanguageKeeper } from "../src/store/language-keeper.js";
import { Store } from "../src/store/store.js";
import { Problem } from "../src/api/problem.js";
import { moveBelow } from "../src/tree/moved.js";

// The design system needs more of a browser than these tests have; its elements stay plain ones here.
vi.mock("../src/shell/components.js", () => ({}));

class ReadingPage extends LitElement {
  readonly services = {
    store: new Store(),
    client: { send: async (_: string, path: string) => ({ data: { name: `name of ${path.slice(-1)}` } }) },
  } as unknown as Services;

  constructor() {
    super();
    new ContextProvider(this, { context: servicesContext, initialValue: this.services });
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }
}
customElements.define("reading-page", ReadingPage);

afterEach(() => document.body.replaceChildren());

const user = {
  key: "u",
  name: "U",
  email: "",
  language: "en",
  isAdministrator: false,
  sections: [],
  trees: [],
  verbs: [],
  hasDocumentRootAccess: true,
};

const german = (name: string) => ({ code: "de-DE", name, isDefault: true, isMandatory: false, fallback: null });

/** Lets everything happen that waits for nothing outside. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("languages", () => {
  it("are called as the desk named them, follow a new name, and have their usual names without one", async () => {
    const store = new Store();
    let name = "Plattdeutsch";
    new LanguageKeeper(store, { get: async () => [german(name)] } as unknown as Client);
    expect(languageName("de-DE")).toBe("German (Germany)");
    store.dispatch({ type: "session/entered", user });
    await settled();
    expect([languageName("de-DE"), languageName("en-US"), languageName("no culture")]).toEqual([
      "Plattdeutsch",
      "American English",
      "no culture",
    ]);
    expect(labelOf("name[de-DE]", { properties: [], inheritedProperties: [] } as never, undefined)).toBe("Name (Plattdeutsch)");
    name = "Deutsch";
    store.dispatch({ type: "live/event", own: false, event: { eventType: "Updated", eventSource: "Umbraco:CMS:Language", key: "l" } });
    await settled();
    expect(languageName("de-DE")).toBe("Deutsch");
    store.dispatch({ type: "session/left", ended: false });
    expect(languageName("de-DE")).toBe("German (Germany)");
  });

  it("are asked for once, by whoever shows a choice of them, too", async () => {
    const store = new Store();
    const get = vi.fn(async () => [german("Deutsch")]);
    const keeper = new LanguageKeeper(store, { get } as unknown as Client);
    expect(await keeper.all()).toEqual([german("Deutsch")]);
    store.dispatch({ type: "session/entered", user });
    await settled();
    expect(await keeper.all()).toBe(store.state.lists.languages.items);
    expect(get).toHaveBeenCalledTimes(2);
    store.dispatch({ type: "session/left", ended: false });
  });

  const variants = (...codes: string[]) =>
    codes.map((culture) => ({ culture, state: culture === "w" ? "draft" : "notCreated" })) as unknown as DocumentVariant[];
  const languages = ["a", "b", "c", "d", "e", "f", "g", "w", "m"].map((code) => ({
    ...german(code),
    code,
    isDefault: code === "g",
    isMandatory: code === "m",
  }));

  it("are all offered as long as they are few", () => {
    expect(mainCultures(variants("a", "b"), languages, ["a"])).toEqual(["a", "b"]);
  });

  it("are offered by what matters when they are many, and always when they are shown", () => {
    const many = variants("a", "b", "c", "d", "e", "f", "g", "w", "m");
    expect(mainCultures(many, languages, ["c"])).toEqual(["c", "g", "w", "m"]);
    const all = many.map(({ culture }) => culture ?? "");
    expect(mainCultures(many, languages, all)).toEqual(all);
  });
});

describe("moments", () => {
  it("name their day", () => {
    const now = new Date(2030, 4, 2, 12);
    const at = (day: number): string => dayAndTime(new Date(2030, 4, day, 9, 5).toISOString(), now);
    expect(at(2)).toMatch(/^today, 9:05/);
    expect(at(1)).toMatch(/^yesterday, 9:05/);
    expect(dayAndTime(new Date(2030, 3, 2, 9, 5).toISOString(), now)).toMatch(/^Apr 2, 2030, 9:05/);
  });

  it("stand in the sentences of a table", () => {
    expect(filled("Seen {time}.", { time: "T" as never })).toEqual(["Seen ", "T", "."]);
  });
});

describe("what was done", () => {
  const item = (action: string, cultures: readonly string[] = []) => ({ action, cultures, comment: "" }) as unknown as AuditItem;

  it("is said in words, and by its own name where a package brought it", () => {
    expect(deedOf(item("RollBack"))).toBe("Went back to an older version");
    expect(deedOf(item("PublishVariant", ["en-US"]))).toBe("Published: American English");
    expect(deedOf(item("Stamped"))).toBe("Stamped");
  });

  it("names places instead of paths, as far as they have names", () => {
    const nodes = { a: { id: 1001, name: "Home" } as TreeItem };
    expect(remarkOf("Moved from -1,1001,5,7 to -20,7", nodes, 7)).toBe("Moved from Home › #5 to Recycle bin");
    expect(remarkOf("Moved from -1,1001,7 to -1,7", nodes, 7)).toBe("Moved from Home to the top");
    expect(remarkOf("Deleted version -1", nodes, 7)).toBe("Deleted version -1");
    const ownKeys = vi.fn((target: object) => Reflect.ownKeys(target));
    const watched = new Proxy<typeof nodes>(nodes, { ownKeys });
    for (let row = 0; row < 9; row++) remarkOf("Moved from -1,1001,7 to -1,7", watched, 7);
    expect(ownKeys).toHaveBeenCalledTimes(1);
  });
});

describe("a list that goes back in time", () => {
  function listOf(entries: string[]) {
    const asked: Part[] = [];
    const host = { requestUpdate: () => undefined, services: { store: new Store() } } as unknown as AppElement;
    const older = new Older<string>(host, async (part): Promise<Page<string>> => {
      asked.push(part);
      return { items: entries.slice(part.skip, part.skip + part.take), total: entries.length };
    });
    return { older, asked };
  }

  it("begins with the newest, and goes on until everything is there", async () => {
    const entries = Array.from({ length: 70 }, (_, index) => `${index}`);
    const { older } = listOf(entries);
    await older.begin();
    expect(older.items).toEqual(entries.slice(0, 50));
    await older.more();
    expect(older.items).toEqual(entries);
  });

  it("shows nothing twice when something came in meanwhile", async () => {
    const entries = Array.from({ length: 70 }, (_, index) => `${index}`);
    const { older } = listOf(entries);
    await older.begin();
    entries.unshift("new");
    await older.more();
    await settled();
    expect(older.items).toEqual(entries);
  });
});

describe("the difference of two values", () => {
  async function shown(was: unknown, now: unknown, property?: Partial<PropertyType>): Promise<HTMLElement> {
    const page = document.createElement("reading-page");
    const element = Object.assign(document.createElement("cd-difference"), { was, now, property });
    page.append(element);
    document.body.append(page);
    await element.updateComplete;
    await settled();
    await element.updateComplete;
    return element.renderRoot as unknown as HTMLElement;
  }

  const marked = (root: HTMLElement, tag: string): readonly string[] =>
    [...root.querySelectorAll(tag)].map(({ textContent }) => (textContent ?? "").trim());

  it.each([
    ["words of a text", "the old house", "the new house", { editor: "textarea" }, ["old"], ["new"]],
    ["a sentence as a whole", "All is lost.", "Some was mended.", { editor: "text" }, ["All is lost"], ["Some was mended"]],
    ["a number", 2, 9, { editor: "number" }, ["2"], ["9"]],
    ["digits of a text that are a choice", "12", "13", { editor: "choice" }, ["12"], ["13"]],
    ["a switch", null, true, { editor: "boolean" }, ["nothing"], ["Yes"]],
    ["a day", "2030-01-31", null, { editor: "date", valueType: "text" }, ["Thursday, January 31, 2030"], ["nothing"]],
    ["tags", ["sea", "wall"], ["wall", "storm"], { editor: "tags" }, ["sea"], ["storm"]],
    ["a document", "a", "b", { editor: "contentPicker", valueType: "text" }, ["name of a"], ["name of b"]],
    ["documents", ["a"], ["a", "b"], { editor: "contentPicker", valueType: "json" }, [], ["name of b"]],
    ["something unknown", { a: 1 }, { a: 2 }, { editor: "json" }, ['{\n "a": 1\n}'], ['{\n "a": 2\n}']],
    ["a number whose property is unknown", 2, 9, undefined, ["2"], ["9"]],
  ])("shows %s", async (_, was, now, property, gone, come) => {
    const root = await shown(was, now, property as Partial<PropertyType> | undefined);
    expect([marked(root, "del"), marked(root, "ins")]).toEqual([gone, come]);
  });

  it("shows a choice by its label", async () => {
    const configuration = { options: [{ value: "a", label: "First" }, "b"] };
    const root = await shown("a", "b", { editor: "choice", configuration });
    expect([marked(root, "del"), marked(root, "ins")]).toEqual([["First"], ["b"]]);
  });

  it("says when only the formatting of a text is another one, or the order of a list", async () => {
    expect((await shown("<p>One</p>", "<p><b>One</b></p>", { editor: "richText" })).textContent).toContain("formatting");
    expect((await shown(["a", "b"], ["b", "a"], { editor: "tags" })).textContent).toContain("order");
  });
});

describe("a move that is taken back", () => {
  const node = { key: "k", name: "Storm", parentKey: "news" } as TreeItem;
  const item = (key: string) => ({ key, parentKey: "news" }) as TreeItem;

  interface Meanwhile {
    /** Below what it is by then. */
    readonly parentKey?: string;
    /** What the tree shows of its old list; nothing: it is not loaded. */
    readonly shown?: readonly string[];
    /** What the server says of its neighbours. */
    readonly siblings?: readonly string[];
    /** Who does not stand there any more, or beside whom it may not be put. */
    readonly refused?: Readonly<Record<string, number>>;
  }

  async function undone({ parentKey = "sport", shown, siblings, refused = {} }: Meanwhile) {
    const sent: unknown[] = [];
    const data = { parentKey, trashed: false, version: 7, messages: [] };
    const client = {
      get: async (path: string, query: unknown) => {
        sent.push([path, query]);
        if (siblings === undefined) throw new Problem(503, {});
        return { items: siblings.map(item) };
      },
      put: async () => data,
      send: async (method: string, _: string, { body }: { readonly body?: Record<string, string> } = {}) => {
        if (method === "PUT") sent.push(body);
        const status = refused[body?.["before"] ?? body?.["after"] ?? ""];
        if (status !== undefined) throw new Problem(status, {});
        return { data, etag: '"7"' };
      },
    };
    const store = new Store();
    const items = shown?.map(item) ?? [];
    if (shown) store.dispatch({ type: "tree/loaded", list: "news", page: 0, items, total: items.length });
    await moveBelow({ services: { client, store } } as unknown as AppElement, node, { key: "sport", name: "Sport" });
    expect(store.state.notices[0]?.headline).toBe("Moved to Sport: Storm");
    expect(store.state.notices[0]?.offer?.moved).toEqual({ key: "k", to: "sport" });
    store.state.notices[0]?.offer?.act();
    await settled();
    return { sent, said: store.state.notices.at(-1)?.headline };
  }

  it.each([
    ["after the one before it", ["a", "k", "b"], { after: "a" }],
    ["before the one after it, where it was the first", ["k", "b"], { before: "b" }],
    ["after the one before it, where it was the last", ["a", "k"], { after: "a" }],
    ["below its parent, where it was alone", ["k"], {}],
  ])("goes %s", async (_, list, beside) => {
    const there = { sent: [{ targetParentKey: "news", ...beside }], said: "Storm is where it was" };
    expect(await undone({ shown: list })).toEqual(there);
    const asked = ["/tree/document/siblings", { target: "k", before: 1, after: 1 }];
    expect(await undone({ siblings: list })).toEqual({ ...there, sent: [asked, ...there.sent] });
  });

  it("goes beside the other neighbour when one is gone, and to the end, which is said, when both are", async () => {
    const shown = ["a", "k", "b"];
    const places = [{ after: "a" }, { before: "b" }, {}].map((beside) => ({ targetParentKey: "news", ...beside }));
    expect(await undone({ shown, refused: { a: 409 } })).toEqual({ sent: places.slice(0, 2), said: "Storm is where it was" });
    const atEnd = { sent: places, said: "Storm was moved back, to the end of the list" };
    expect(await undone({ shown, refused: { a: 409, b: 409 } })).toEqual(atEnd);
    expect(await undone({ shown, refused: { a: 403, b: 403 } })).toEqual(atEnd); // Who may move may not always sort.
    expect((await undone({})).said).toBe(atEnd.said);
  });

  it("stays where somebody else has put it meanwhile, and says so", async () => {
    expect(await undone({ shown: ["k"], parentKey: "culture" })).toEqual({ sent: [], said: "Storm was not moved back" });
    expect((await undone({ shown: ["a", "k"], refused: { a: 412 } })).said).toBe("Storm was not moved back");
  });
});
