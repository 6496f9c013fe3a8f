import { describe, expect, it } from "vitest";
import type { Loaded } from "../src/api/documents.js";
import type { DocumentAnswer } from "../src/api/model.js";
import type { CurrentUser } from "../src/api/security.js";
import { bodyOf, edited, errorField, parseField, sameJson, valueField, withTyped } from "../src/store/fields.js";
import { compared, textOf } from "../src/editor/compared.js";
import { differences, merged } from "../src/store/merge.js";
import { isDirty } from "../src/store/documents.js";
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

const asked = (request = 1): Action => ({ type: "document/asked", key: "home", request });
const loaded = (what: Loaded, request = 1): Action => ({ type: "document/loaded", key: "home", request, loaded: what });
const failed = (request = 1): Action => ({ type: "document/failed", key: "home", request });
const gone = (request = 1): Action => ({ type: "document/gone", key: "home", request });
const saving = (sent: Readonly<Record<string, unknown>> = {}): Action => ({ type: "document/saving", key: "home", sent });
const left = (ended: boolean): Action => ({ type: "session/left", ended });
const entered = (key: string): Action => ({ type: "session/entered", user: { key } as CurrentUser });
const saved = (what: Loaded): Action => ({ type: "document/saved", key: "home", loaded: what });
const merge = (number: number, choices: Readonly<Record<string, "mine" | "theirs">>): Action => ({
  type: "document/merged",
  key: "home",
  version: number,
  choices,
});
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

const home = after(initialState, entered("ann"), asked(), loaded(version(1)));
const dirty = after(home, edit("values.title[en]", "My title"));

describe("languages that come and go", () => {
  const language = { eventType: "Created", eventSource: "Umbraco:CMS:Language", key: "l" };
  const inLanguages = (...cultures: readonly string[]): Loaded => ({
    document: { ...english(1), variants: cultures.map((culture) => ({ culture, name: null, state: "notCreated" })) } as unknown as DocumentAnswer,
    etag: '"1"',
  });
  const known = (state: State) => open(state).base.document.variants.map(({ culture }) => culture);

  it("are read again, whoever added one, and beside what was typed", () => {
    for (const own of [true, false]) expect(open(after(dirty, event(own, language))).stale).toBe(true);
    const added = after(dirty, event(true, language), asked(2), loaded(inLanguages("da", "en", "de"), 2));
    expect(known(added)).toEqual(["da", "en", "de"]);
    expect(open(added)).toMatchObject({ edits: open(dirty).edits, newer: undefined, stale: false });
    const deleted = after(added, event(false, { ...language, eventType: "Deleted" }), asked(3), loaded(inLanguages("en"), 3));
    expect([known(deleted), open(deleted).edits]).toEqual([["en"], open(dirty).edits]);
  });

  it("are still there where something was typed in them, and only then", () => {
    const cultures = (...fields: readonly string[]) => withTyped(english(1), fields).variants.map(({ culture }) => culture);
    expect(cultures("name[fr]", "values.title[fr,vip]", "values.tags", "values.title[de]")).toEqual(["en", "de", "fr"]);
    expect(withTyped(english(1), ["values.tags", "name[de]"])).toEqual(english(1));
    const whole = { ...english(1), variants: [{ culture: null }] } as unknown as DocumentAnswer;
    expect(withTyped(whole, ["name[fr]"])).toBe(whole);
  });
});

describe("fields", () => {
  it("are called as the server's errors call them", () => {
    expect(valueField("title", "de-DE", "vip")).toBe("values.title[de-DE,vip]");
    expect(parseField("values.title[de-DE,vip]")).toEqual({ alias: "title", culture: "de-DE", segment: "vip" });
    expect(parseField("name[de-DE]")).toEqual({ alias: undefined, culture: "de-DE", segment: null });
    expect(parseField("values.tags")).toEqual({ alias: "tags", culture: null, segment: null });
  });

  it("tell a segment from a culture also where there is no culture, which the server's errors do not", () => {
    const field = valueField("title", null, "vip");
    expect(parseField(field)).toEqual({ alias: "title", culture: null, segment: "vip" });
    expect([errorField(field), errorField("values.title[de-DE,vip]")]).toEqual(["values.title[vip]", "values.title[de-DE,vip]"]);
    expect(parseField(valueField("title", "de", "a,b]"))).toEqual({ alias: "title", culture: "de", segment: "a,b]" });
    expect(bodyOf({ [field]: "x" }).values).toEqual([{ alias: "title", culture: null, segment: "vip", value: "x" }]);
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
    const newer = after(home, event(), asked(), loaded(version(2, { title: "New" })));
    expect(open(newer)).toMatchObject({ base: { etag: '"2"' }, newer: undefined, stale: false, news: { actorKey: "bob" } });
  });

  it("keeps what was changed here, and offers the newer version beside it", () => {
    const newer = open(after(dirty, event(), asked(), loaded(version(2, { teaser: "New" }))));
    expect(newer).toMatchObject({ base: { etag: '"1"' }, newer: { etag: '"2"' }, edits: { "values.title[en]": "My title" } });
  });

  it("asks nothing when the newest has all that was changed here, as after a publication that only saved", () => {
    const errors = [{ field: "values.teaser[en]", message: "no" }];
    const refused = after(dirty, { type: "document/refused", key: "home", errors });
    const newest = open(after(refused, asked(), loaded(version(2, { title: "My title" }))));
    expect(newest).toMatchObject({ base: { etag: '"2"' }, newer: undefined, edits: {}, errors });
  });

  it("does not ask the server for its own write while that is on its way", () => {
    const writing = after(dirty, saving(open(dirty).edits));
    expect(open(after(writing, event(true))).stale).toBe(false);
    expect(open(after(writing, event(false))).stale).toBe(true);
    expect(open(after(home, event(true))).stale).toBe(true);
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
    const reverted = open(after(dirty, asked(), loaded(version(2, { title: "Theirs" })), { type: "document/reverted", key: "home" }));
    expect(reverted).toMatchObject({ base: { etag: '"2"' }, edits: {}, newer: undefined });
  });

  it("stays when it is closed with changes, and leaves without", () => {
    const close: Action = { type: "document/closed", key: "home" };
    expect(after(home, close).documents).toEqual({});
    expect(isDirty(after(dirty, close).documents["home"])).toBe(true);
  });

  it("that is gone says who deleted it, also when the event comes after the answer", () => {
    const late = after(dirty, asked(), gone(), event(false, { eventType: "Deleted" }), asked(2), gone(2));
    expect(late.documents["home"]).toMatchObject({ kind: "gone", was: { edits: open(dirty).edits, news: { eventType: "Deleted", actorKey: "bob" } } });
  });

  it("that is gone keeps what was written, until it is forgotten or there again", () => {
    const lost = after(dirty, event(false, { eventType: "Deleted", wholeBranch: true }), asked(), gone());
    const [document] = Object.values(lost.documents);
    expect(document).toMatchObject({ kind: "gone", was: { edits: open(dirty).edits, news: { eventType: "Deleted" } } });
    expect(isDirty(document)).toBe(true);
    expect(isDirty(after(lost, { type: "document/reverted", key: "home" }).documents["home"])).toBe(false);
    expect(open(after(lost, asked(2), loaded(version(2), 2))).edits).toEqual(open(dirty).edits);
  });

  it("that could not be read is read again when the line is back", () => {
    const unread = after(initialState, asked(), failed());
    expect(unread.documents["home"]).toMatchObject({ kind: "failed", stale: false });
    const back: Action = { type: "live/connected", whole: true };
    expect(after(unread, back).documents["home"]).toMatchObject({ kind: "failed", stale: true });
    expect(open(after(home, event(), asked(2), failed(2))).stale).toBe(false);
    expect(open(after(home, event(), asked(2), failed(2), back)).stale).toBe(true);
  });
});

describe("questions to the server", () => {
  it("count only as the last one: a late answer never takes the place of a newer one", () => {
    const two = after(home, asked(1), event(), asked(2), loaded(version(3), 2));
    expect(open(after(two, loaded(version(2), 1))).base.etag).toBe('"3"');
    const written = after(home, asked(5), saving(), saved(version(3)));
    expect(open(after(written, loaded(version(2), 5))).base.etag).toBe('"3"');
  });

  it("are asked once more when an event overtakes them", () => {
    const overtaken = after(initialState, asked(), event(), loaded(version(1)));
    expect(open(overtaken).stale).toBe(true);
  });

  it("bring nothing back that was closed meanwhile", () => {
    expect(after(initialState, asked(), { type: "document/closed", key: "home" }, loaded(version(1))).documents).toEqual({});
  });
});

describe("a write of ours", () => {
  it("leaves what was typed while it was on its way", () => {
    const typed = after(dirty, saving(open(dirty).edits), edit("values.title[en]", "My title and more"), edit("name[de]", "Haus"));
    const done = open(after(typed, saved(version(2, { title: "My title" }))));
    expect(done.edits).toEqual({ "values.title[en]": "My title and more", "name[de]": "Haus" });
    expect(open(after(dirty, saving(open(dirty).edits), saved(version(2, { title: "my title" })))).edits).toEqual({});
  });

  it("that leaves the draft alone leaves the changes, too", () => {
    const done = open(after(dirty, saving(), saved(version(2))));
    expect(done).toMatchObject({ base: { etag: '"2"' }, edits: { "values.title[en]": "My title" }, saving: undefined });
  });

  it("does not hide what somebody else did right after it", () => {
    const done = open(after(dirty, saving(open(dirty).edits), event(false), saved(version(2))));
    expect(done).toMatchObject({ stale: true, news: { actorKey: "bob" } });
  });

  it("whose answer was lost is found to be done", () => {
    const lost = after(dirty, saving(open(dirty).edits), { type: "document/refused", key: "home", errors: [] });
    expect(open(after(lost, asked(2), loaded(version(2, { title: "My title" }), 2)))).toMatchObject({ newer: undefined, edits: {} });
  });
});

describe("unsaved changes", () => {
  it("wait for their user, whose session the server ended", () => {
    const ended = after(dirty, left(true));
    expect(open(after(ended, { type: "session/entering" }, entered("ann")))).toMatchObject({ edits: open(dirty).edits, stale: true });
    expect(after(ended, { type: "session/entering" }, left(false), entered("ann")).documents).toHaveProperty("home");
  });

  it("can be saved by them, also when the session ended during a save", () => {
    const ended = after(dirty, saving(open(dirty).edits), left(true), entered("ann"));
    expect(open(ended)).toMatchObject({ edits: open(dirty).edits, saving: undefined });
  });

  it("are for nobody else, and end with one's own sign-out", () => {
    expect(after(dirty, left(true), entered("bob")).documents).toEqual({});
    expect(after(dirty, left(false), entered("ann")).documents).toEqual({});
    expect(after(home, left(true)).documents).toEqual({});
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
    const contested = after(dirty, asked(), loaded(version(2, { title: "Theirs" })));
    const merging = after(contested, merge(2, { "values.title[en]": "mine" }));
    expect(open(merging)).toMatchObject({ base: { etag: '"2"' }, newer: undefined, edits: { "values.title[en]": "My title" } });
  });

  it("choose only between the versions that they saw", () => {
    const contested = after(dirty, asked(), loaded(version(2, { teaser: "Theirs" })), asked(2), loaded(version(3, { title: "Theirs" }), 2));
    expect(open(after(contested, merge(2, {})))).toBe(open(contested));
    expect(open(after(contested, merge(3, {}))).edits).toEqual({ "values.title[en]": "My title" });
  });

  it("are asked nothing when the other did not touch what is written here", () => {
    const moved = open(after(dirty, event(false, { eventType: "Trashed" }), asked(), loaded(version(2))));
    expect(moved).toMatchObject({ base: { etag: '"2"' }, newer: undefined, edits: { "values.title[en]": "My title" } });
    expect(moved.news?.eventType).toBe("Trashed");
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
