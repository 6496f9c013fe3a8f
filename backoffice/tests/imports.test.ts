import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FoundFile, ImportAnswer } from "../src/api/imports.js";
import type { Client } from "../src/api/client.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import { setLanguage } from "../src/i18n/i18n.js";
import { de } from "../src/i18n/importing/de.js";
import { en } from "../src/i18n/importing/en.js";
import { loadSaid } from "../src/i18n/said.js";
import { ImportKeeper } from "../src/importing/keeper.js";
import { problemOf, reasonOf } from "../src/importing/reasons.js";
import { slices } from "../src/importing/slices.js";
import { standingOf } from "../src/importing/standing.js";
import { chosenFiles, cultureOf, survey } from "../src/importing/survey.js";
import { type Action, initialState, reduce } from "../src/store/state.js";
import { Store } from "../src/store/store.js";

const LIMITS = { files: 10, fileBytes: 100, totalBytes: 1000 };

const answer = (key: string, more: Partial<ImportAnswer> = {}): ImportAnswer => ({
  key,
  state: "collecting",
  files: 0,
  pages: null,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  leftOut: [],
  leftOutTotal: 0,
  withheld: false,
  problem: "",
  ...more,
});

const found = (path: string, size = 1): FoundFile => ({ path, file: new File(["x".repeat(size)], path) });
const event = (key: string, eventType = "Updated"): Action => ({
  type: "live/event",
  event: { eventType, eventSource: "Copydesk:Import", key },
  own: false,
});
const after = (...actions: Action[]) => actions.reduce(reduce, initialState).imports;
const begun = (key: string): Action => ({ type: "upload/begun", answer: answer(key), total: 10, passedOver: [] });
const standings = (...actions: Action[]) => after(...actions).runs.map(standingOf);

describe("the user's imports", () => {
  it("are listed once more when an event overtakes the list, or tells of one that is not known", () => {
    const asked: Action = { type: "imports/asked" };
    expect(after(asked, event("new"), { type: "imports/listed", items: [] }).phase).toBe("stale");
    expect(after(asked, { type: "imports/listed", items: [answer("a")] }).phase).toBe("fresh");
    expect(after(asked, { type: "imports/listed", items: [] }, event("new")).phase).toBe("stale");
  });

  it("are not put back by a list that is older than what one knows of them", () => {
    const asked: Action = { type: "imports/asked" };
    const known: Action[] = [{ type: "imports/listed", items: [answer("a", { state: "collecting" })] }, asked];
    const read: Action = { type: "import/read", answer: answer("a", { state: "running" }) };
    const older: Action = { type: "imports/listed", items: [answer("a", { state: "collecting" })] };
    const late = after(...known, event("a"), { type: "import/asked", key: "a" }, read, older);
    expect([late.phase, late.runs[0]?.answer.state]).toEqual(["stale", "running"]);
    const fresh = after(asked, begun("b"), { type: "imports/listed", items: [] });
    expect([fresh.phase, fresh.runs.map(standingOf)]).toEqual(["stale", ["sending"]]);
    expect(after(...known, { type: "import/asked", key: "a" }, older).runs[0]?.phase).toBe("asked");
  });

  it("are read again one by one, once more when an event overtakes the answer", () => {
    const listed: Action = { type: "imports/listed", items: [answer("a"), answer("b")] };
    const read: Action = { type: "import/read", answer: answer("a", { state: "running" }) };
    const phases = (...actions: Action[]) => after(listed, ...actions).runs.map(({ phase }) => phase);
    expect(phases(event("a"))).toEqual(["stale", "fresh"]);
    expect(phases(event("a"), { type: "import/asked", key: "a" }, event("a"), read)).toEqual(["stale", "fresh"]);
    expect(phases({ type: "import/asked", key: "a" }, read)).toEqual(["fresh", "fresh"]);
  });

  it("stand as the upload does until it is over", () => {
    const moved: Action = { type: "upload/moved", key: "a", sent: 5 };
    expect(standings(begun("a"), moved)).toEqual(["sending"]);
    expect(standings(begun("a"), moved, { type: "upload/cut", key: "a" })).toEqual(["cut"]);
    expect(standings(begun("a"), { type: "upload/cut", key: "a" }, moved)).toEqual(["sending"]);
    expect(standings(begun("a"), { type: "upload/refused", key: "a", problem: "no" })).toEqual(["refused"]);
    expect(standings(begun("a"), { type: "upload/ended", key: "a" })).toEqual(["collecting"]);
  });

  it("are called lost when the server forgot them before their end, and are not asked for again", () => {
    const state = after(begun("a"), { type: "imports/listed", items: [] });
    expect(state.runs.map(standingOf)).toEqual(["lost"]);
    expect(standings(begun("a"), { type: "import/missing", key: "a" })).toEqual(["lost"]);
    expect(standings({ type: "imports/listed", items: [answer("a", { state: "done" })] }, { type: "imports/listed", items: [] })).toEqual([]);
  });

  it("leave with what was discarded, in any tab, and with the sign-in", () => {
    expect(after(begun("a"), event("a", "Deleted")).runs).toEqual([]);
    expect(after(begun("a"), { type: "import/forgotten", key: "a" }).runs).toEqual([]);
    expect(after(begun("a"), { type: "session/left", ended: true })).toEqual(initialState.imports);
  });

  it("are the same object when nothing concerns them", () => {
    const state = reduce(initialState, begun("a"));
    expect(reduce(state, { type: "notice/closed", id: 1 }).imports).toBe(state.imports);
  });
});

describe("a folder that was chosen", () => {
  it("has pages as the server counts them: folders, and files without their language", () => {
    const paths = ["a.md", "a.de.md", "ls.1.html", "news/index.md", "news/today.fr.md", "news/today.pt-BR.md", "deep/er/x.htm"];
    const seen = survey(paths.map((path) => found(path)), LIMITS);
    expect([seen.pages, seen.nested, seen.cultures]).toEqual([7, true, ["de", "fr", "pt-BR"]]);
  });

  it("says what cannot be taken, and does not see what is hidden", () => {
    const seen = survey([found("a.md"), found("photo.jpg"), found("large.md", 101), found(".git/b.md"), found("c/.d.md")], LIMITS);
    expect(seen.files.map(({ path }) => path)).toEqual(["a.md"]);
    expect(seen.passedOver).toEqual([{ path: "photo.jpg", fault: "ending" }, { path: "large.md", fault: "large" }]);
  });

  it("knows a language from any other suffix", () => {
    expect(["a.de.md", "a.pt_br.md", "a.1.md", "a.xq.md", "a.backup.md", "a.md"].map(cultureOf)).toEqual(["de", "pt-BR", undefined, undefined, undefined, undefined]);
  });

  it("gives each file its place below the folder", () => {
    const file = Object.assign(new File([], "b.md"), { webkitRelativePath: "folder/a/b.md" });
    expect(chosenFiles([file]).map(({ path }) => path)).toEqual(["a/b.md"]);
  });

  it("is sent in parts of limited number and size; a large file goes alone", () => {
    const many = Array.from({ length: 250 }, (_, at) => found(`${at}.md`));
    expect([...slices(many)].map(({ length }) => length)).toEqual([100, 100, 50]);
    const half = 3 * 1024 * 1024;
    expect([...slices([found("a", half), found("b", half), found("c", 9 * 1024 * 1024)])].map(({ length }) => length)).toEqual([1, 1, 1]);
    expect([...slices([])]).toEqual([]);
  });
});

describe("sending a folder", () => {
  const sending = (...answers: (() => unknown)[]) => {
    const store = new Store();
    const put = vi.fn(async () => (answers.shift() ?? (() => answer("a")))());
    const post = vi.fn(async () => answer("a", { state: "waiting" }));
    const keeper = new ImportKeeper(store, { put, post } as unknown as Client);
    const states: string[] = [];
    store.subscribe(({ imports }) => states.push(...imports.runs.map(standingOf)));
    return { store, put, post, keeper, states };
  };
  const fails = (error: Error) => () => {
    throw error;
  };

  it("goes on with the same part when the line is back, and starts the import at the end", async () => {
    const { keeper, put, post, states } = sending(fails(new Unreachable("PUT")), fails(new Problem(503, {})));
    vi.useFakeTimers();
    const done = keeper.upload(answer("a"), [found("a.md")], []);
    await vi.advanceTimersByTimeAsync(0);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    vi.useRealTimers();
    expect([put.mock.calls.length, post.mock.calls.length]).toEqual([3, 1]);
    expect(states).toEqual(["sending", "cut", "cut", "sending", "waiting", "waiting"]);
  });

  it("ends with what the server says when it refuses", async () => {
    const { keeper, store, post } = sending(fails(new Problem(413, { detail: "too large" })));
    await keeper.upload(answer("a"), [found("a.md")], []);
    expect(post).not.toHaveBeenCalled();
    expect(store.state.imports.runs[0]?.upload).toMatchObject({ phase: "refused", problem: "too large" });
  });

  it("says that the server was started anew when it knows the import no more", async () => {
    const { keeper, store } = sending(fails(new Problem(404, {})));
    await keeper.upload(answer("a"), [found("a.md")], []);
    expect(store.state.imports.runs.map(standingOf)).toEqual(["lost"]);
  });
});

describe("cancelling while files are sent", () => {
  const cancelling = (refuses: boolean) => {
    const store = new Store();
    const send = vi.fn(async () => {
      if (refuses) throw new Unreachable("DELETE");
      return { data: answer("a", { state: "discarded" }) };
    });
    const lines = [() => Promise.reject(new Unreachable("PUT")), async () => answer("a")];
    const put = vi.fn(() => (lines.shift() ?? (async () => answer("a")))());
    const post = vi.fn(async () => answer("a", { state: "waiting" }));
    const keeper = new ImportKeeper(store, { put, post, send } as unknown as Client);
    const done = keeper.upload(answer("a"), [found("a.md")], []);
    return { store, put, post, keeper, done };
  };
  const online = () => dispatchEvent(new Event("online"));
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  it("that the server was not told of leaves the upload going on", async () => {
    const { keeper, post, done } = cancelling(true);
    await settled();
    await expect(keeper.discard("a")).rejects.toThrow(Unreachable);
    expect(keeper.isSending).toBe(true);
    online();
    await done;
    expect([post.mock.calls.length, keeper.isSending]).toEqual([1, false]);
  });

  it("ends the upload when the server has discarded the import", async () => {
    const { keeper, store, put, done } = cancelling(false);
    await settled();
    await keeper.discard("a");
    online();
    await done;
    expect([put.mock.calls.length, store.state.imports.runs]).toEqual([1, []]);
  });
});

describe("the report of a German page", () => {
  beforeEach(async () => {
    setLanguage("de");
    await loadSaid();
  });

  afterEach(() => setLanguage("en"));

  const LARGE = { path: "a.md", reason: "its 4,194,305 bytes are above the limit of 4,194,304", code: "AboveLimit", parameters: { size: 4_194_305, limit: 4_194_304 } };
  const QUOTED = "teaser: Teaser needs a value; do not shout";
  const UNPUBLISHED = {
    path: "a",
    reason: `it was saved, and not published: ${QUOTED}`,
    code: "SavedNotPublished",
    parameters: { reason: QUOTED },
    because: [
      { message: "teaser: Teaser needs a value", code: "ValueMandatory", parameters: { name: "Teaser" } },
      { message: "do not shout" },
    ],
  };

  it("gives reasons in German, with what they quote, and handlers' own words as they are", () => {
    expect([LARGE, UNPUBLISHED, { path: "b", reason: "do not shout" }].map(reasonOf)).toEqual([
      "Die Datei hat 4.194.305 Bytes; erlaubt sind 4.194.304.",
      "Gespeichert, aber nicht veröffentlicht: „Teaser“ darf nicht leer sein. do not shout",
      "do not shout",
    ]);
    setLanguage("en");
    expect([LARGE, UNPUBLISHED].map(reasonOf)).toEqual([LARGE.reason, UNPUBLISHED.reason]);
  });

  it("says why the import failed, and what the server refused of the files", async () => {
    const failed = answer("a", { problem: "There are no languages yet; add one first", problemCode: "NoLanguages" });
    expect(problemOf(failed)).toBe("Es gibt noch keine Sprachen. Fügen Sie zuerst eine hinzu.");
    const errors = [{ field: "a\\b.md", message: "it holds a backslash", code: "NameWithBackslash" }];
    const store = new Store();
    const put = vi.fn().mockRejectedValue(new Problem(422, { detail: "…", operationStatus: "FaultyNames", errors }));
    await new ImportKeeper(store, { put } as unknown as Client).upload(answer("a"), [found("a\\b.md")], []);
    expect(store.state.imports.runs[0]?.upload?.problem).toMatch(/^Einige Dateien .*\na\\b\.md: Der Name enthält/);
  });
});

describe("the words of the import", () => {
  it("fill in the same names in both languages", () => {
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect([key, names(de[key])]).toEqual([key, names(en[key])]);
  });
});
