import { describe, expect, it } from "vitest";
import { folderOptions, placesOf } from "../src/admin/blueprints/folders.js";
import { ADMIN_PAGES, isOpen } from "../src/admin/pages.js";
import type { DocumentAnswer } from "../src/api/model.js";
import type { CurrentUser } from "../src/api/security.js";
import { SECTIONS, isOpen as isOpenSection } from "../src/shell/sections.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";

const after = (...actions: Action[]): State => actions.reduce(reduce, initialState);

const heard = (eventType: string, key: string, own = false): Action => ({
  type: "live/event",
  own,
  event: { eventType, eventSource: "Umbraco:CMS:DocumentBlueprint", key, actorKey: "ben", at: "2030" },
});

const FOLDERS = [
  { key: "sport", name: "Sport", parentKey: null },
  { key: "news", name: "News", parentKey: null },
  { key: "ball", name: "Football", parentKey: "sport" },
];

describe("folders of blueprints", () => {
  it("are shown with the way to them, in its order", () => {
    expect(placesOf(FOLDERS).map(({ title }) => title)).toEqual(["News", "Sport", "Sport / Football"]);
  });

  it("are chosen from below the top", () => {
    expect(folderOptions(FOLDERS).map(({ value }) => value)).toEqual(["", "news", "sport", "ball"]);
  });

  it("stand at the top while what they are in is not known yet", () => {
    expect(placesOf(FOLDERS.slice(2)).map(({ title }) => title)).toEqual(["Football"]);
  });
});

describe("an event of blueprints", () => {
  const listed = (list: "blueprints" | "blueprintFolders"): Action => ({ type: "list/loaded", list, query: "", items: [], total: 0 });
  const blueprint = { key: "blue", version: 1, variants: [], values: [] } as unknown as DocumentAnswer;
  const open: readonly Action[] = [
    { type: "document/asked", key: "blue", request: 1 },
    { type: "document/loaded", key: "blue", request: 1, loaded: { document: blueprint, etag: '"1"' } },
  ];

  it("makes both lists stale, and no other one", () => {
    const { lists } = after(listed("blueprints"), listed("blueprintFolders"), heard("Created", "folder"));
    expect([lists.blueprints.phase, lists.blueprintFolders.phase]).toEqual(["stale", "stale"]);
  });

  it("says what another did to the one that is open, and that there is something newer", () => {
    const { documents } = after(...open, heard("Updated", "blue"));
    expect(documents["blue"]).toMatchObject({ stale: true, news: { eventType: "Updated", actorKey: "ben" } });
    expect(after(...open, heard("Updated", "other")).documents["blue"]).toMatchObject({ stale: false });
  });

  it("leaves the tree alone", () => {
    expect(after(heard("Created", "blue")).tree).toBe(initialState.tree);
  });
});

describe("the page of blueprints", () => {
  const page = ADMIN_PAGES.find(({ path }) => path === "blueprint")!;
  const settings = SECTIONS.find(({ alias }) => alias === "settings")!;
  const user = (trees: string[], verbs: string[], sections: string[] = []): CurrentUser =>
    ({ trees, verbs, sections, isAdministrator: false }) as unknown as CurrentUser;
  const VERB = "Umb.Document.CreateBlueprint";

  it("is there for those who edit documents and may make blueprints, wherever else they may look", () => {
    const editor = user(["documents"], [VERB], ["content"]);
    expect([isOpen(page, editor), isOpenSection(settings, editor)]).toEqual([true, true]);
  });

  it.each([
    ["without the permission", user(["documents"], [])],
    ["without documents", user([], [VERB])],
    ["with the section alone", user([], [], ["settings"])],
  ])("is not there %s", (_, without) => {
    expect(isOpen(page, without)).toBe(false);
  });
});
