import { describe, expect, it } from "vitest";
import { Problem, Unreachable } from "../src/api/problem.js";
import { saidOf } from "../src/shell/messages.js";
import { Source } from "../src/live/events.js";
import { SECTIONS, isOpen } from "../src/shell/sections.js";
import { type Action, initialState, reduce } from "../src/store/state.js";
import { de } from "../src/i18n/de.js";
import { de as importing } from "../src/i18n/importing/de.js";
import { en } from "../src/i18n/en.js";

const after = (...actions: Action[]) => actions.reduce(reduce, initialState);

describe("how the live line stands", () => {
  it("is not called a break before it was ever there", () => {
    expect(after({ type: "live/disconnected" }).live).toBe("connecting");
    expect(after({ type: "live/connected", whole: false }, { type: "live/disconnected" }).live).toBe("reconnecting");
  });

  it("is forgotten with the sign-in", () => {
    expect(after({ type: "live/offline" }, { type: "session/left", ended: true }).live).toBe("connecting");
  });
});

describe("notices", () => {
  const shown = (headline: string): Action => ({ type: "notice/shown", notice: { kind: "danger", headline, text: "" } });

  it("have different numbers, also after some were closed", () => {
    const { notices } = after(shown("a"), shown("b"), { type: "notice/closed", id: 1 }, shown("c"));
    expect(notices.map(({ id, headline }) => [id, headline])).toEqual([[2, "b"], [3, "c"]]);
  });

  it("never fill the screen: the oldest leave", () => {
    const { notices } = after(..."abcdefg".split("").map(shown));
    expect(notices.map(({ headline }) => headline)).toEqual(["c", "d", "e", "f", "g"]);
  });

  it("lose none that stay to those that leave by themselves, nor the other way round", () => {
    const well = (headline: string): Action => ({ type: "notice/shown", notice: { kind: "positive", headline, text: "" } });
    const { notices } = after(shown("bad"), ..."abcdefg".split("").map(well));
    expect(notices.map(({ headline }) => headline)).toEqual(["bad", "c", "d", "e", "f", "g"]);
    const faults = after(well("good"), ..."abcdefg".split("").map(shown)).notices;
    expect(faults.map(({ headline }) => headline)).toEqual(["good", "c", "d", "e", "f", "g"]);
  });

  it("do not pile up: what is said again is said anew", () => {
    const { notices } = after(shown("a"), shown("b"), shown("a"));
    expect(notices.map(({ id, headline }) => [id, headline])).toEqual([[2, "b"], [3, "a"]]);
  });

  const at = (place: string, kind: "danger" | "warning" | "positive"): Action => ({
    type: "notice/shown",
    notice: { kind, headline: `${kind} at ${place}`, text: "", place },
  });
  const left = (...actions: Action[]) => after(...actions).notices.map(({ headline }) => headline);

  it("stay at the place that they are about; only what went well may follow", () => {
    const said = [at("content/a", "danger"), at("content/b", "warning"), at("content/a", "positive")];
    expect(left(...said, { type: "place/entered", place: "content/b" })).toEqual(["warning at content/b", "positive at content/a"]);
  });

  it("that the server cannot be reached leave when it answers, or tells live, again; others stay", () => {
    const said = [new Unreachable("GET /a"), new Problem(502, {}), new Problem(503, {}), new Problem(409, {})].flatMap(saidOf);
    expect(said.map(({ cut }) => cut)).toEqual([true, true, undefined, undefined]);
    const shownAll = said.map((notice): Action => ({ type: "notice/shown", notice }));
    const others = said.slice(2).map(({ headline }) => headline);
    expect(left(...shownAll, { type: "server/back" })).toEqual(others);
    expect(left(...shownAll, { type: "live/connected", whole: true })).toEqual(others);
    expect(left(...shownAll, { type: "live/disconnected" })).toEqual(said.map(({ headline }) => headline));
  });

  it.each([
    ["trashed", "Trashed", { parentKey: "sport" }, false],
    ["deleted for good", "Deleted", {}, false],
    ["moved again", "Moved", { parentKey: "news" }, false],
    ["moved to the top", "Moved", {}, false],
    ["moved there, which is heard of later", "Moved", { parentKey: "sport" }, true],
    ["published", "Published", {}, true],
    ["another one that is trashed", "Trashed", { key: "other" }, true],
    ["a blueprint that is moved", "Moved", { eventSource: Source.Blueprint }, true],
  ])("about a move say that it was done, with the offer to take it back only until its document goes on: %s", (_, eventType, what, stays) => {
    const offer = { label: "Undo", moved: { key: "storm", to: "sport" }, act: () => undefined };
    const { notices } = after(
      { type: "notice/shown", notice: { kind: "positive", headline: "Moved", text: "", offer } },
      { type: "live/event", event: { eventSource: Source.Document, eventType, key: "storm", ...what }, own: false },
    );
    expect(notices).toEqual([{ id: 1, kind: "positive", headline: "Moved", text: "", ...(stays ? { offer } : {}) }]);
  });

  it("of an attempt leave at the next one there", () => {
    const said = [at("content/a", "danger"), at("content/b", "danger"), at("content/a", "warning"), at("content/a", "positive")];
    expect(left(...said, { type: "notice/retried", place: "content/a" })).toEqual(["danger at content/b", "warning at content/a"]);
    expect(left(...said, { type: "notice/retried", place: "content/b" })).toEqual([
      "danger at content/a",
      "warning at content/a",
      "positive at content/a",
    ]);
  });
});

describe("the languages", () => {
  it("fill in the same names everywhere", () => {
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, names(de[key])]).toEqual([key, names(en[key])]);
  });

  it("set an ellipsis apart from whole words, as German does", () => {
    const tables = { ...de, ...importing };
    expect(Object.entries(tables).filter(([, text]) => /[\p{L}}]…/u.test(text))).toEqual([]);
  });

  it("call a document the same everywhere", () => {
    expect(Object.entries(de).filter(([, text]) => /Unterseite/.test(text))).toEqual([]);
  });
});

describe("the sections", () => {
  const user = { key: "u", name: "U", email: "", language: "en", isAdministrator: false, verbs: [], hasDocumentRootAccess: false };
  const open = (sections: string[], trees: string[]) =>
    SECTIONS.filter((section) => isOpen(section, { ...user, sections, trees })).map(({ alias }) => alias);

  it("are open to those whose groups give them, or one of their pages alone", () => {
    expect(open(["content"], ["documents"])).toEqual(["content"]);
    expect(open(["content"], ["languages"])).toEqual(["content", "settings"]);
    expect(open([], ["webhooks"])).toEqual([]);
  });
});
