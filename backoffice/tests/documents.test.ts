import { describe, expect, it } from "vitest";
import type { DocumentAnswer } from "../src/api/model.js";
import { bodyOf, edited, parseField, sameJson, valueField } from "../src/editor/fields.js";
import { compared, textOf } from "../src/editor/compared.js";
import { differences, merged } from "../src/editor/merge.js";
import { type Loaded, isDirty } from "../src/store/documents.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";

const english = (version: number, values: Readonly<Record<string, unknown>> = {}): DocumentAnswer =>
  ({
    key: "home",
    version,
    name: "Home",
    variants: [
      { culture: "en", name: "Home", state: "draft" },
      { culture: "de", name: null, state: "notCreated" },
    ],
    values: Object.entries({ title: "One", teaser: "Two", ...values }).map(([alias, value]) => ({
      alias,
      culture: alias === "tags" ? null : "en",
      segment: null,
      value,
      publishedValue: null,
    })),
  }) as unknown as DocumentAnswer;

const version = (number: number, values?: Readonly<Record<string, unknown>>): Loaded => ({
  document: english(number, values),
  etag: `"${number}"`,
});

const loaded = (what: Loaded): Action => ({ type: "document/loaded", key: "home", loaded: what });
const saved = (what: Loaded): Action => ({ type: "document/saved", key: "home", loaded: what });
const edit = (field: string, value: unknown): Action => ({ type: "document/edited", key: "home", field, value });
const event = (own = false, more: object = {}): Action => ({
  type: "live/event",
  event: { eventType: "Updated", eventSource: "Umbraco:CMS:Document", key: "home", actorKey: "bob", at: "2030", ...more },
  own,
});

function after(state: State, ...actions: readonly Action[]): State {
  return actions.reduce(reduce, state);
}

function open(state: State) {
  const document = state.documents["home"];
  if (document?.kind !== "open") throw new Error(`the document is ${document?.kind}`);
  return document;
}

const home = after(initialState, loaded(version(1)));
const dirty = after(home, edit("values.title[en]", "My title"));

describe("fields", () => {
  it("are called as the server's errors call them", () => {
    expect(valueField("title", "de-DE", "vip")).toBe("values.title[de-DE,vip]");
    expect(parseField("values.title[de-DE,vip]")).toEqual({ alias: "title", culture: "de-DE", segment: "vip" });
    expect(parseField("name[de-DE]")).toEqual({ alias: undefined, culture: "de-DE", segment: null });
    expect(parseField("values.tags")).toEqual({ alias: "tags", culture: null, segment: null });
  });

  it("are not changed any more when they are as before", () => {
    const once = edited(english(1), {}, "values.title[en]", "Other");
    expect(edited(english(1), once, "values.title[en]", "One")).toEqual({});
  });

  it("are sent only when they were changed, and an empty name takes a culture out", () => {
    expect(bodyOf({ "name[de]": "", "values.tags": ["a"] })).toEqual({
      variants: [{ culture: "de", name: null }],
      values: [{ alias: "tags", culture: null, segment: null, value: ["a"] }],
    });
  });

  it("compare as JSON", () => {
    expect(sameJson({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] })).toBe(true);
    expect([sameJson([1], { 0: 1 }), sameJson("1", 1), sameJson([1], [1, 2]), sameJson(null, {})]).toEqual([false, false, false, false]);
  });
});

describe("an open document", () => {
  it("shows the newest at once when nothing was changed here, and says who it was", () => {
    const newer = after(home, event(), { type: "document/asked", key: "home" }, loaded(version(2, { title: "New" })));
    expect(open(newer)).toMatchObject({ base: { etag: '"2"' }, newer: undefined, stale: false, news: { actorKey: "bob" } });
  });

  it("keeps what was changed here, and offers the newer version beside it", () => {
    const newer = open(after(dirty, event(), loaded(version(2, { teaser: "New" }))));
    expect(newer).toMatchObject({ base: { etag: '"1"' }, newer: { etag: '"2"' }, edits: { "values.title[en]": "My title" } });
  });

  it("does not ask the server for its own write while that is on its way", () => {
    const saving = after(dirty, { type: "document/saving", key: "home" });
    expect(open(after(saving, event(true))).stale).toBe(false);
    expect(open(after(saving, event(false))).stale).toBe(true);
    expect(open(after(home, event(true))).stale).toBe(true);
    expect(open(after(saving, saved(version(2)))).edits).toEqual({});
  });

  it("is asked for again when something may have been missed", () => {
    for (const action of [{ type: "live/reset" }, { type: "live/connected", whole: false }] as Action[]) {
      expect(open(after(home, action)).stale).toBe(true);
    }
    expect(open(after(home, { type: "live/connected", whole: true })).stale).toBe(false);
  });

  it("keeps the faults of the fields until they are mended", () => {
    const errors = [{ field: "values.title[en]", message: "no" }, { field: "name[en]", message: "no" }];
    const refused = after(dirty, { type: "document/refused", key: "home", errors });
    expect(open(after(refused, edit("values.title[en]", "Better"))).errors).toEqual([errors[1]]);
  });

  it("goes back to the newest when the changes are dropped", () => {
    const reverted = open(after(dirty, loaded(version(2)), { type: "document/reverted", key: "home" }));
    expect(reverted).toMatchObject({ base: { etag: '"2"' }, edits: {}, newer: undefined });
  });

  it("stays when it is closed with changes, and leaves without", () => {
    const close: Action = { type: "document/closed", key: "home" };
    expect(after(home, close).documents).toEqual({});
    expect(isDirty(after(dirty, close).documents["home"])).toBe(true);
  });

  it("that is gone keeps what was written", () => {
    expect(after(dirty, { type: "document/gone", key: "home" }).documents["home"]).toEqual({
      kind: "gone",
      edits: { "values.title[en]": "My title" },
    });
  });
});

describe("two who change one document", () => {
  const mine = { "values.title[en]": "Mine", "values.teaser[en]": "My teaser", "values.tags": ["mine"] };
  const theirs = english(2, { title: "Theirs", teaser: "My teaser", layout: { wide: true } });

  it("are told apart field by field", () => {
    const changedBy = differences(english(1), mine, theirs).map((difference) => [difference.field, difference.changedBy]);
    expect(Object.fromEntries(changedBy)).toEqual({
      "values.title[en]": "both",
      "values.layout[en]": "them",
      "values.tags": "me",
    });
  });

  it("are merged: mine where I alone changed it, and what was chosen where both did", () => {
    const all = differences(english(1), mine, theirs);
    expect(merged(all, theirs, { "values.title[en]": "theirs" })).toEqual({ "values.tags": ["mine"] });
    expect(merged(all, theirs, { "values.title[en]": "mine" })).toEqual({ "values.tags": ["mine"], "values.title[en]": "Mine" });
  });

  it("end with the newer version and what is left to save", () => {
    const merging = after(dirty, loaded(version(2, { title: "Theirs" })), {
      type: "document/merged",
      key: "home",
      choices: { "values.title[en]": "mine" },
    });
    expect(open(merging)).toMatchObject({ base: { etag: '"2"' }, newer: undefined, edits: { "values.title[en]": "My title" } });
  });
});

describe("the difference of two texts", () => {
  it("marks the words", () => {
    expect(compared("the old house", "the new house by the sea")).toEqual([
      { text: "the ", kind: "same" },
      { text: "old", kind: "gone" },
      { text: "new", kind: "new" },
      { text: " house", kind: "same" },
      { text: " by the sea", kind: "new" },
    ]);
  });

  it("gives both texts back, whatever they are", () => {
    for (const [before, after_] of [["", "a"], ["a b", ""], ["äöü 你好", "你好 äöü"], ["x".repeat(9), "x"]] as const) {
      const pieces = compared(before, after_);
      expect(pieces.filter(({ kind }) => kind !== "new").map(({ text }) => text).join("")).toBe(before);
      expect(pieces.filter(({ kind }) => kind !== "gone").map(({ text }) => text).join("")).toBe(after_);
    }
  });

  it("reads HTML without its tags, and runs nothing of it", () => {
    expect(textOf("<p>One</p><p>Two <b>three</b></p>")).toBe("One\nTwo three");
    expect(textOf({ a: 1 })).toBe('{\n "a": 1\n}');
  });
});
