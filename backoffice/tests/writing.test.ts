import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import type { DocumentAnswer, DocumentType, ScheduleLine } from "../src/api/model.js";
import { Problem } from "../src/api/problem.js";
import "../src/editor/document-actions.js";
import { DocumentKeeper } from "../src/editor/keeper.js";
import type { ScheduleDialog } from "../src/editor/schedule-dialog.js";
import { Store } from "../src/store/store.js";
import { onPage, pending, press, settled } from "./on-page.js";

vi.mock("../src/shell/components.js", () => ({}));

const home = (version: number, more: object = {}): DocumentAnswer =>
  ({
    key: "home",
    version,
    name: "Home",
    variants: [{ culture: null, name: "Home", state: "draft" }],
    values: [],
    schedule: [],
    messages: [],
    allowedActions: ["Umb.Document.Update", "Umb.Document.Publish", "Umb.Document.Unpublish"],
    ...more,
  }) as unknown as DocumentAnswer;

const type = { variesByCulture: false, properties: [], inheritedProperties: [] } as unknown as DocumentType;

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly ifMatch: string | undefined;
  readonly body: unknown;
}

/** A store with an open document, and a keeper whose server answers as `answers` says. */
function desk(answers: (sent: Sent) => Promise<DocumentAnswer> | DocumentAnswer) {
  const store = new Store();
  const requests: Sent[] = [];
  const send = async (method: string, path: string, { body, ifMatch }: { body?: unknown; ifMatch?: string } = {}) => {
    const sent = { method, path, ifMatch, body };
    requests.push(sent);
    const data = await answers(sent);
    return { data, etag: `"${data.version}"` };
  };
  store.dispatch({ type: "document/asked", key: "home", request: 1 });
  store.dispatch({ type: "document/loaded", key: "home", request: 1, loaded: { document: home(1), etag: '"1"' } });
  const keeper = new DocumentKeeper(store, { send } as unknown as Client);
  const edit = (value: string) => store.dispatch({ type: "document/edited", key: "home", field: "name", value });
  const open = () => {
    const known = store.state.documents["home"];
    if (known?.kind !== "open") throw new Error("not open");
    return known;
  };
  return { store, requests, keeper, edit, open };
}

type Desk = ReturnType<typeof desk>;

/** The bar of the open document, which follows the store as the editor lets it. */
async function barOf({ store, keeper, open }: Desk) {
  const bar = Object.assign(document.createElement("cd-document-actions"), { open: open(), type, keeper });
  const shown = await onPage(bar, { store });
  store.subscribe(() => Object.assign(bar, { open: open() }));
  return { bar, root: shown.root };
}

const names = ({ requests }: Desk) =>
  requests.filter(({ method }) => method === "PUT").map(({ body }) => (body as { variants: { name: string }[] }).variants[0]?.name);

beforeEach(() => history.replaceState(null, "", "/umbraco/content/home"));
afterEach(() => document.body.replaceChildren());

describe("saving while a save is on its way", () => {
  const ctrlS = () => dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true, cancelable: true }));

  it("saves after it what was typed meanwhile, once", async () => {
    const first = pending<DocumentAnswer>();
    let version = 1;
    const one = desk(({ body }) => {
      const name = (body as { variants: { name: string }[] }).variants[0]?.name;
      const answer = home(++version, { variants: [{ culture: null, name, state: "draft" }] });
      return version === 2 ? first.promise.then(() => answer) : answer;
    });
    await barOf(one);
    one.edit("A");
    ctrlS();
    await settled();
    one.edit("AB");
    ctrlS();
    ctrlS();
    first.resolve(home(2));
    await settled();
    await settled();
    expect(names(one)).toEqual(["A", "AB"]);
    expect(one.requests.map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
    expect(one.open().edits).toEqual({});
  });

  it("saves nothing after one that was refused", async () => {
    const one = desk(({ method }) => {
      if (method === "GET") return home(1);
      throw new Problem(400, { detail: "no" });
    });
    await barOf(one);
    one.edit("A");
    ctrlS();
    ctrlS();
    await settled();
    await settled();
    expect(names(one)).toEqual(["A"]);
  });
});

describe("what came of a write", () => {
  const refusing = () =>
    desk(({ method }) => {
      if (method === "GET") return home(1);
      throw new Problem(400, { detail: "no" });
    });

  it("is told about its document, by name where another one is open by then", async () => {
    const one = refusing();
    history.replaceState(null, "", "/umbraco/content/other");
    await one.keeper.save("home", (writer, draft) => writer.save(draft));
    expect(one.store.state.notices).toMatchObject([{ place: "content/home", headline: "Home: This cannot be done this way" }]);
  });

  it("needs no name where the document is open", async () => {
    const one = refusing();
    await one.keeper.save("home", (writer, draft) => writer.save(draft));
    expect(one.store.state.notices).toMatchObject([{ place: "content/home", headline: "This cannot be done this way" }]);
  });

  it("is forgotten at the next attempt there, and nowhere else", async () => {
    const one = desk(() => home(2));
    const notice = (place: string) => ({ kind: "danger" as const, headline: place, text: "", place });
    for (const place of ["content/home", "content/other"]) one.store.dispatch({ type: "notice/shown", notice: notice(place) });
    await one.keeper.save("home", (writer, draft) => writer.save(draft));
    expect(one.store.state.notices.map(({ place }) => place)).toEqual(["content/other"]);
  });

  it("that went well is told by name, too", async () => {
    const answer = pending<DocumentAnswer>();
    const one = desk(() => answer.promise);
    const { root } = await barOf(one);
    one.edit("Home");
    press(root, "Save");
    history.replaceState(null, "", "/umbraco/content/other");
    answer.resolve(home(2));
    await settled();
    expect(one.store.state.notices).toMatchObject([{ kind: "positive", place: "content/home", headline: "Home: Saved" }]);
  });
});

describe("the dates of a document", () => {
  const line = (action: "Release" | "Expire", due: string): ScheduleLine => ({ action, due, culture: null });
  const set = (dialog: ScheduleDialog, field: number, value: string) => {
    const input = dialog.renderRoot.querySelectorAll("input")[field]!;
    input.value = value;
    input.dispatchEvent(new Event("change"));
  };

  it("that somebody else set while the dialog was open are not written over, but shown", async () => {
    const theirs = home(2, { schedule: [line("Expire", "2031-01-01T00:00:00Z")] });
    const one = desk(({ method, ifMatch, body }) => {
      if (method === "GET") return theirs;
      if (ifMatch !== '"2"') throw new Problem(412, { detail: "stale" });
      return home(3, { schedule: (body as { schedule: ScheduleLine[] }).schedule });
    });
    const { root } = await barOf(one);
    const bar = root.host as HTMLElementTagNameMap["cd-document-actions"];
    const more = (bar as unknown as { more(): { label: string; act(): void }[] }).more();
    more.find(({ label }) => label.startsWith("Schedule"))!.act();
    await settled();
    const dialog = root.querySelector("cd-schedule-dialog")!;
    one.store.dispatch({ type: "document/asked", key: "home", request: 2 });
    one.store.dispatch({ type: "document/loaded", key: "home", request: 2, loaded: { document: theirs, etag: '"2"' } });
    set(dialog, 0, "2030-01-01T00:00");
    const submit = () => dialog.renderRoot.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    submit();
    await settled();
    const [, first] = [one.requests[0], one.requests.find(({ method }) => method === "PUT")!];
    expect(first.ifMatch).toBe('"1"');
    expect(dialog.isConnected).toBe(true);
    expect(dialog.renderRoot.textContent).toContain("Meanwhile somebody set");
    expect(dialog.renderRoot.querySelector("[role=alert]")?.textContent).toContain("Somebody else was faster");
    submit();
    await settled();
    const last = one.requests.filter(({ method }) => method === "PUT").at(-1)!;
    const { schedule } = last.body as { schedule: ScheduleLine[] };
    expect(last.ifMatch).toBe('"2"');
    expect(schedule.map(({ action }) => action).sort()).toEqual(["Expire", "Release"]);
    expect(dialog.isConnected).toBe(false);
  });
});
