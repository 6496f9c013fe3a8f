import { describe, expect, it } from "vitest";
import type { CurrentUser } from "../src/api/security.js";
import type { ServerEvent } from "../src/live/events.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";
import { MOST_ARRIVALS } from "../src/store/monitor.js";
import { everything, fitting, seen, shortSource } from "../src/admin/monitor/filter.js";
import { en } from "../src/i18n/admin/en.js";
import { de } from "../src/i18n/admin/de.js";

const after = (...actions: Action[]): State => actions.reduce(reduce, initialState);

function heard(part: Partial<ServerEvent> = {}, own = false): Action {
  return {
    type: "live/event",
    own,
    event: { eventType: "Updated", eventSource: "Umbraco:CMS:Document", key: "k", ...part },
  };
}

const language = (code: string) => ({ code, name: code, isDefault: false, isMandatory: false, fallback: null });
const loaded = (...codes: string[]): Action => ({
  type: "list/loaded",
  list: "languages",
  query: "",
  items: codes.map(language),
  total: codes.length,
});
const asked: Action = { type: "list/asked", list: "languages", query: "" };
const changed = heard({ eventSource: "Umbraco:CMS:Language", key: "l" });

describe("the monitor", () => {
  it("keeps the newest first, and no more than it may", () => {
    const { monitor } = after(
      ...Array.from({ length: MOST_ARRIVALS + 5 }, (_, index) => heard({ key: String(index) })),
    );
    expect([monitor.count, monitor.arrivals.length]).toEqual([MOST_ARRIVALS + 5, MOST_ARRIVALS]);
    expect(monitor.arrivals[0]).toMatchObject({ number: MOST_ARRIVALS + 5, event: { key: String(MOST_ARRIVALS + 4) } });
  });

  it("shows what was there while it is paused, and counts what comes", () => {
    const paused = after(heard(), { type: "monitor/paused" }, heard(), heard()).monitor;
    expect(paused.paused?.arrivals).toHaveLength(1);
    expect(paused.count - (paused.paused?.count ?? 0)).toBe(2);
    const { monitor } = after(heard(), { type: "monitor/paused" }, heard(), { type: "monitor/continued" });
    expect([monitor.paused, monitor.arrivals.length]).toEqual([undefined, 2]);
  });

  it("keeps counting after it was cleared, so that no two rows are called the same", () => {
    const { monitor } = after(heard(), { type: "monitor/cleared" }, heard());
    expect(monitor.arrivals.map(({ number }) => number)).toEqual([2]);
  });

  it("says that something is missing, whatever is filtered", () => {
    const { arrivals } = after(heard(), { type: "live/reset" }).monitor;
    expect(fitting(arrivals, { ...everything, type: "Created" }, new Map())).toEqual([{ kind: "reset", number: 2 }]);
  });

  it("forgets with the sign-in", () => {
    expect(after(heard(), { type: "session/left", ended: true }).monitor).toEqual(initialState.monitor);
  });

  it("filters by source, type and text, also by the names of those concerned", () => {
    const { arrivals } = after(
      heard({ actorKey: "ada" }),
      heard({ eventType: "Created", key: "x1" }),
      heard({ eventSource: "Umbraco:CMS:User", key: "x2" }),
    ).monitor;
    const numbers = (part: object) =>
      fitting(arrivals, { ...everything, ...part }, new Map([["ada", "Ada L."]])).map(({ number }) => number);
    expect(numbers({})).toEqual([3, 2, 1]);
    expect(numbers({ source: "Umbraco:CMS:User" })).toEqual([3]);
    expect(numbers({ type: "Created" })).toEqual([2]);
    expect(numbers({ text: "X" })).toEqual([3, 2]);
    expect(numbers({ text: "ada l" })).toEqual([1]);
    expect(seen(arrivals, "eventSource").map(shortSource)).toEqual(["Document", "User"]);
  });
});

describe("a list of the administration", () => {
  it("is out of date when an event tells of its kind", () => {
    expect(after(asked, loaded("de"), changed).lists.languages).toMatchObject({ phase: "stale", total: 1 });
    expect(after(asked, loaded("de"), heard()).lists.languages.phase).toBe("fresh");
  });

  it("is asked for again when an event overtook it", () => {
    expect(after(asked, changed, loaded("de")).lists.languages).toMatchObject({
      phase: "stale",
      items: [{ code: "de" }],
    });
  });

  it("takes no answer to a question that is no longer asked", () => {
    const { lists } = after(asked, { type: "list/asked", list: "languages", query: "skip=50" }, loaded("de"));
    expect(lists.languages).toMatchObject({ phase: "asked", items: [] });
  });

  it("shows users with their groups, so that both are out of date when a group changes", () => {
    const users: Action = { type: "list/loaded", list: "users", query: "", items: [], total: 0 };
    const { lists } = after(
      { type: "list/asked", list: "users", query: "" },
      users,
      heard({ eventSource: "Umbraco:CMS:UserGroup" }),
    );
    expect([lists.users.phase, lists.userGroups.phase]).toEqual(["stale", "stale"]);
  });

  it("is out of date when something was missed", () => {
    expect(after(asked, loaded("de"), { type: "live/reset" }).lists.languages.phase).toBe("stale");
    expect(after(asked, loaded("de"), { type: "live/connected", whole: false }).lists.languages.phase).toBe("stale");
    expect(after(asked, loaded("de"), { type: "live/connected", whole: true }).lists.languages.phase).toBe("fresh");
  });

  it("that could not be read is read again when the line is back", () => {
    const failed: Action = { type: "list/failed", list: "languages", query: "", refused: false };
    expect(after(asked, failed).lists.languages.phase).toBe("failed");
    expect(after(asked, failed, { type: "live/connected", whole: true }).lists.languages.phase).toBe("stale");
  });

  it("is out of date when the rights of its user change", () => {
    const entered = (verbs: readonly string[]): Action => ({ type: "session/entered", user: { key: "u", verbs } as unknown as CurrentUser });
    const known = [entered(["read"]), asked, loaded("de"), { type: "list/asked", list: "recentDocuments", query: "" }] as const;
    expect(after(...known, entered(["read"])).lists.languages.phase).toBe("fresh");
    expect(after(...known, entered([])).lists.languages.phase).toBe("stale");
    expect(after(...known, heard({ eventSource: "Umbraco:CMS:CurrentUser" })).lists.recentDocuments.phase).toBe("overtaken");
  });

  it("shows nothing to those who lost the right, until their rights change", () => {
    const refused: Action = { type: "list/failed", list: "languages", query: "", refused: true };
    expect(after(asked, loaded("de"), asked, refused).lists.languages).toMatchObject({ phase: "refused", items: [] });
    const user = {
      key: "u",
      name: "U",
      email: "",
      language: "en",
      isAdministrator: false,
      sections: [],
      trees: [],
      verbs: [],
      hasDocumentRootAccess: false,
    };
    expect(after(asked, refused, { type: "session/entered", user }).lists.languages.phase).toBe("stale");
  });
});

describe("what a page has open", () => {
  const touch = { eventSource: "Umbraco:CMS:DocumentType", key: "t", actorKey: "ben", at: "2026-01-01T00:00:00Z" };
  const ask = (request = 1, key = "t"): Action => ({ type: "entity/asked", id: 7, key, request });
  const read = (data: unknown, request = 1): Action => ({ type: "entity/read", id: 7, request, data, etag: '"1"' });
  const lost = (why: "missing" | "refused" | "failed", request = 1): Action => ({ type: "entity/failed", id: 7, request, why });
  const open = (...actions: Action[]) => after(...actions).entities[7];
  const byBen = { gone: false, actorKey: "ben", at: "2026-01-01T00:00:00Z" };

  it("hears what others did to it since it was asked for; one's own doing is not told", () => {
    expect(open(ask(), read("T"), heard(touch), heard({ ...touch, key: "other" }))?.touch).toEqual(byBen);
    expect(open(ask(), heard(touch), read("T"))?.touch).toEqual(byBen);
    expect(open(ask(), read("T"), heard(touch, true), heard({ key: "t" }))?.touch).toBeUndefined();
    expect(open(ask(), read("T"), heard(touch), ask(2))).toMatchObject({ phase: "ready", data: "T", touch: undefined });
    expect(open(ask(), read("T"), heard({ ...touch, eventType: "Deleted" }))?.touch?.gone).toBe(true);
  });

  it("takes no answer to a question that is no longer asked", () => {
    expect(open(ask(), ask(2), read("old"))?.data).toBeUndefined();
    expect(open(ask(), { type: "entity/written", id: 7, key: "t", data: "new", etag: undefined }, read("old"))?.data).toBe("new");
    expect(open(ask(), { type: "entity/closed", id: 7 }, read("T"))).toBeUndefined();
    expect(open(ask(), read("T"), ask(2, "u"))).toMatchObject({ key: "u", phase: "loading", data: undefined });
  });

  it("is read again when the line is back after it could not be read", () => {
    const back: Action = { type: "live/connected", whole: true };
    expect(open(ask(), lost("failed"), back)).toMatchObject({ phase: "failed", stale: true });
    expect(open(ask(), read("T"), ask(2), lost("failed", 2), back)).toMatchObject({ phase: "ready", touch: { gone: false } });
    expect(open(ask(), lost("missing"), back)?.stale).toBe(false);
    expect(open(ask(), read("T"), back)?.touch).toBeUndefined();
  });

  it("is doubted when something was missed", () => {
    for (const missed of [{ type: "live/reset" }, { type: "live/connected", whole: false }] as const)
      expect(open(ask(), read("T"), missed)?.touch).toEqual({ gone: false, actorKey: undefined, at: undefined });
  });

  it("is asked for again when it was refused and its user has other rights", () => {
    const entered = (verbs: readonly string[]): Action => ({ type: "session/entered", user: { key: "u", verbs } as unknown as CurrentUser });
    expect(open(entered([]), ask(), lost("refused"), entered(["read"]))?.stale).toBe(true);
    expect(open(entered([]), ask(), lost("refused"), entered([]))?.stale).toBe(false);
  });
});

describe("the words of the administration", () => {
  it("fill in the same names in all languages", () => {
    const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, names(de[key])]).toEqual([key, names(en[key])]);
  });
});
