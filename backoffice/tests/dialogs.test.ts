import { afterEach, describe, expect, it, vi } from "vitest";
import type { DocumentAnswer, DocumentType } from "../src/api/model.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import "../src/admin/blueprints/dialogs.js";
import "../src/editor/document-history.js";
import "../src/importing/import-dialog.js";
import "../src/importing/progress-dialog.js";
import "../src/shell/confirm.js";
import { isAsking } from "../src/shell/dialog.js";
import { Store } from "../src/store/store.js";
import "../src/tree/create-dialog.js";
import "../src/tree/sort-dialog.js";
import { onPage, pending, press, settled } from "./on-page.js";

vi.mock("../src/shell/components.js", () => ({}));

afterEach(() => document.body.replaceChildren());

/** Writes into the field with that number, or chooses there. */
function write(root: ParentNode, find: string, value: string, number = 0): void {
  const field = root.querySelectorAll<HTMLInputElement | HTMLSelectElement>(find)[number]!;
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input"));
}

function submit(root: ParentNode): Promise<void> {
  root.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  return settled();
}

const LANGUAGES = [
  { code: "de", isDefault: false, isMandatory: true },
  { code: "en", isDefault: true, isMandatory: false },
];

describe("the dialog that creates", () => {
  const page = { alias: "page", name: "Page", icon: "", description: "", variesByCulture: true };
  const note = { alias: "note", name: "Note", icon: "", description: "", variesByCulture: false };

  async function creating() {
    const answers: Readonly<Record<string, unknown>> = {
      "/document/allowed-types": [page, note],
      "/document-blueprint": [{ key: "b", name: "Blueprint" }],
    };
    const languages = { all: async () => LANGUAGES };
    const post = vi.fn(async (_path: string, _body: unknown) => ({ key: "new", messages: [] }));
    const client = { get: async (path: string) => answers[path], post };
    const { root } = await onPage(document.createElement("cd-create-dialog"), { client, languages });
    await settled();
    const choose = async (number: number) => {
      root.querySelectorAll<HTMLInputElement>("input[type=radio]")[number]!.dispatchEvent(new Event("change"));
      await settled();
    };
    const named = (code: string) => `input[lang="${code}"]`;
    const send = root.querySelector<HTMLElement & { disabled: boolean }>("uui-button[type=submit]")!;
    return { root, post, choose, named, send };
  }

  it("gives what is made of a blueprint the name that it shows, whichever was typed first", async () => {
    const { root, post, choose, named, send } = await creating();
    await choose(0);
    write(root, named("de"), "Deutsch");
    write(root, "select", "b");
    await settled();
    expect(root.querySelector(named("de"))).toBeNull();
    expect(send.hasAttribute("disabled")).toBe(true);
    write(root, named("en"), "English");
    await submit(root);
    expect(post.mock.calls).toEqual([["/document-blueprint/b/create-document", { name: "English", parentKey: null }]]);
  });

  it("keeps what was typed when another type is chosen", async () => {
    const { root, post, choose, named } = await creating();
    await choose(0);
    write(root, named("en"), "Name");
    write(root, named("de"), "Titel");
    await choose(1);
    expect(root.querySelector<HTMLInputElement>(named(""))?.value).toBe("Name");
    await choose(0);
    expect(root.querySelector<HTMLInputElement>(named("de"))?.value).toBe("Titel");
    await choose(1);
    await submit(root);
    const variants = [{ culture: null, name: "Name" }];
    expect(post.mock.calls).toEqual([["/document", { typeAlias: "note", parentKey: null, variants }]]);
  });
});

describe("a dialog that is closed while it is worked on", () => {
  async function closed() {
    const work = pending<void>();
    const store = new Store();
    const dialog = Object.assign(document.createElement("cd-confirm"), { question: "?", action: "Do", act: () => work.promise });
    const { root } = await onPage(dialog, { store });
    const answered = vi.fn();
    void dialog.answered.then(answered);
    await submit(root);
    root.querySelector("dialog")!.dispatchEvent(new Event("close"));
    await settled();
    expect([dialog.isConnected, answered.mock.calls.length]).toEqual([false, 0]);
    return { work, store, answered };
  }

  it("gives its answer to whoever asked, as it would have", async () => {
    const { work, answered, store } = await closed();
    work.resolve();
    await settled();
    expect(answered).toHaveBeenCalledWith(true);
    expect(store.state.notices).toEqual([]);
  });

  it("says on the page what went wrong", async () => {
    const { work, answered, store } = await closed();
    work.reject(new Problem(409, { detail: "too late" }));
    await settled();
    expect(answered).toHaveBeenCalledWith(undefined);
    expect(store.state.notices).toMatchObject([{ kind: "danger", text: "too late" }]);
  });
});

describe("what goes wrong in a dialog", () => {
  const cut = async (): Promise<never> => {
    throw new Unreachable("GET");
  };
  const client = { get: cut, send: cut, post: cut, text: cut };

  it.each(["cd-import-dialog", "cd-sort-dialog", "cd-new-blueprint-dialog", "cd-create-dialog"] as const)(
    "is said in %s, which makes nothing up",
    async (tag) => {
      const store = new Store();
      const { root } = await onPage(document.createElement(tag), { store, client, languages: { all: cut } });
      await settled();
      expect(root.querySelector(".refusal")?.textContent).toContain("cannot be reached");
      expect(store.state.notices).toEqual([]);
      expect(root.textContent).not.toContain("place for a text");
    },
  );

  it("is said in the progress of an import, behind which no shortcut reaches", async () => {
    const answer = { key: "a", state: "done", pages: 1, created: 1, updated: 0, unchanged: 0, rejected: 0, leftOut: [], leftOutTotal: 1 };
    const run = { answer, phase: "fresh", passedOver: [], lost: false };
    const store = new Store();
    const progress = Object.assign(document.createElement("cd-import-progress"), { run });
    const { root } = await onPage(progress, { store, client, imports: { discard: cut } });
    expect(isAsking()).toBe(true);
    for (const label of ["Discard the report", "Save the list"]) {
      press(root, label);
      await settled();
      expect([label, root.querySelector(".refusal")?.textContent]).toEqual([label, expect.stringContaining("cannot be reached")]);
    }
    expect(store.state.notices).toEqual([]);
    progress.remove();
    expect(isAsking()).toBe(false);
  });
});

describe("the report of an import", () => {
  it("tells what was left out apart from what was taken, and counts neither as pages", async () => {
    const leftOut = [
      { path: "bad.md", reason: "its front matter is not a mapping" },
      { path: "date.md", reason: "it was taken without its entry 'date'", taken: true },
    ];
    const answer = { key: "a", state: "done", pages: 2, created: 1, updated: 0, unchanged: 0, rejected: 1, leftOut, leftOutTotal: 2 };
    const run = { answer, phase: "fresh", passedOver: [{ path: "photo.jpg", reason: "its ending" }], lost: false };
    const { root } = await onPage(Object.assign(document.createElement("cd-import-progress"), { run }), { store: new Store() });
    const lists = [...root.querySelectorAll("h3")].map((heading) => [
      heading.textContent,
      [...heading.nextElementSibling!.querySelectorAll("strong")].map((path) => path.textContent),
    ]);
    expect(lists).toEqual([
      ["Files and pages that were left out", ["bad.md", "photo.jpg"]],
      ["Pages that were taken, but not as they are", ["date.md"]],
    ]);
    expect([...root.querySelectorAll("dl div")].at(-1)?.textContent).toBe("Pages left out1");
  });
});

describe("the history", () => {
  it("compares with the version that was chosen last, whichever answer comes first", async () => {
    const home = { key: "home", version: 3, variants: [], values: [], allowedActions: [] } as unknown as DocumentAnswer;
    const value = (title: string) => ({ id: 1, variants: [], values: [{ alias: "title", culture: null, segment: null, value: title }] });
    const answers = [pending<unknown>(), pending<unknown>()];
    const items = [1, 2].map((id) => ({ id, date: "2030-01-01T00:00:00Z", writerName: `Writer ${id}`, isCurrent: false, isPublished: false }));
    const get = async (path: string) => (/\d$/.test(path) ? answers[Number(path.at(-1)) - 1]!.promise : { items, total: 2 });
    const title = { alias: "title", label: "Title", editor: "text", valueType: "text", configuration: null };
    const type = { variesByCulture: false, properties: [title], inheritedProperties: [] } as unknown as DocumentType;
    const open = { kind: "open", base: { document: home, etag: "" }, edits: {} };
    const element = Object.assign(document.createElement("cd-document-history"), { open, type } as object);
    const { root } = await onPage(element, { client: { get } });
    await settled();
    const [first, second] = [...root.querySelectorAll<HTMLElement>("li button")];
    first!.click();
    second!.click();
    answers[1]!.resolve(value("Second"));
    await settled();
    answers[0]!.resolve(value("First"));
    await settled();
    expect(root.querySelector("[aria-pressed=true]")?.textContent).toContain("Writer 2");
    expect(root.querySelector("cd-difference")?.renderRoot.textContent).toContain("Second");
  });
});
