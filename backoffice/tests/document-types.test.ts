import { describe, expect, it } from "vitest";
import type { Client } from "../src/api/client.js";
import type { DocumentType } from "../src/api/model.js";
import { Unreachable } from "../src/api/problem.js";
import { TypeCatalog } from "../src/editor/types.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";
import { Store } from "../src/store/store.js";

const page = (name: string) => ({ alias: "page", name }) as DocumentType;
const asked: Action = { type: "type/asked", alias: "page" };
const loaded = (name: string): Action => ({ type: "type/loaded", alias: "page", documentType: page(name) });
const failed: Action = { type: "type/failed", alias: "page" };
const changed: Action = { type: "live/event", own: false, event: { eventType: "Updated", eventSource: "Umbraco:CMS:DocumentType", key: "base" } };
const back = (whole: boolean): Action => ({ type: "live/connected", whole });

const after = (...actions: readonly Action[]): State => actions.reduce(reduce, initialState);
const known = (...actions: readonly Action[]) => after(...actions).types["page"];

describe("a document type that editors need", () => {
  it("is shown as it was while it is out of date", () => {
    for (const action of [changed, { type: "live/reset" } as const, back(false)]) {
      expect(known(asked, loaded("Page"), action)).toEqual({ phase: "stale", type: page("Page") });
    }
    expect(known(asked, loaded("Page"), back(true))?.phase).toBe("fresh");
    expect(known(asked, loaded("Page"), changed, asked, failed)).toEqual({ phase: "failed", type: page("Page") });
  });

  it("is asked for once more when an event overtakes it", () => {
    expect(known(asked, changed, loaded("Page"))?.phase).toBe("stale");
    expect(known(asked, changed, failed)?.phase).toBe("stale");
  });

  it("is read again when the line is back, after it could not be read", () => {
    expect(known(asked, failed, back(true))?.phase).toBe("stale");
  });

  it("is nobody's after the sign-out", () => {
    expect(after(asked, loaded("Page"), { type: "session/left", ended: true }).types).toEqual({});
  });

  it("is read once, again on demand, and said to be missing only where nothing is known", async () => {
    const answers = [new Unreachable("cut"), page("One"), page("Two"), new Unreachable("cut")];
    const get = (): Promise<unknown> => {
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const store = new Store();
    const types = new TypeCatalog(store, { get } as unknown as Client);
    types.want("page");
    await expect.poll(() => store.state.types["page"]?.phase).toBe("failed");
    expect(store.state.notices).toHaveLength(1);
    types.want("page");
    expect(answers).toHaveLength(3);
    await types.load("page");
    expect(await types.get("page")).toEqual(page("One"));
    store.dispatch(changed);
    expect(await types.get("page")).toEqual(page("Two"));
    store.dispatch(changed);
    await types.load("page");
    expect([store.state.types["page"], store.state.notices.length]).toEqual([{ phase: "failed", type: page("Two") }, 1]);
  });
});

describe("the segments of the server", () => {
  it("are asked for again when the line is back, after they could not be read", () => {
    const unread = after({ type: "segments/failed" });
    expect(unread.segments).toEqual([]);
    expect(reduce(unread, back(true)).segments).toBeUndefined();
    expect(after({ type: "segments/loaded", segments: [] }, back(true)).segments).toEqual([]);
  });
});
