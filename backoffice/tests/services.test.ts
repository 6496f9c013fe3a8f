import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CurrentUser } from "../src/api/security.js";
import { Services } from "../src/services.js";
import { tell } from "../src/shell/messages.js";

vi.mock("../src/shell/components.js", () => ({}));
vi.mock("../src/live/hub.js", () => ({
  cursorInTab: () => ({ get: () => "1", set: () => undefined }), // So that the line tells of everything.
  hubOf: () => () => ({ open: async () => undefined, close: async () => undefined }),
}));

interface Asked {
  readonly path: string;
  readonly token: string | null;
  answer(body: unknown, status?: number): Promise<void>;
}

const user = (key: string, verbs: readonly string[] = []): CurrentUser =>
  ({ key, name: key, language: "en", sections: [], trees: [], verbs }) as unknown as CurrentUser;

const moment = () => vi.advanceTimersByTimeAsync(0);

/** A page, and a server whose answers are given by hand. */
function page(kept?: string) {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", (input: string, init: RequestInit) =>
    new Promise<Response>((resolve) => {
      const answer = async (body: unknown, status = 200): Promise<void> => {
        resolve(status === 204 ? new Response(null, { status }) : Response.json(body, { status }));
        await moment();
      };
      asked.push({ path: input.replace(/^.*\/v1/, ""), token: new Headers(init.headers).get("Authorization"), answer });
    }),
  );
  if (kept !== undefined) localStorage.setItem("copydesk.user", kept);
  const services = new Services();
  const next = async (path: string): Promise<Asked> => {
    const found = await vi.waitUntil(() => asked.find((one) => one.path.startsWith(path)));
    asked.splice(asked.indexOf(found), 1);
    return found;
  };
  const signIn = async (key: string): Promise<void> => {
    const done = services.signIn(key, "secret");
    await (await next("/security/sign-in")).answer({ userKey: key, accessToken: `${key}'s` });
    await (await next("/user/current")).answer(user(key));
    await done;
  };
  return { services, asked, next, signIn, session: () => services.store.state.session };
}

beforeEach(() => vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
});

describe("the sign-in of the page", () => {
  it("is kept while the server does not say who it is, and asked again by itself and on demand", async () => {
    const { services, next, session } = page("ann");
    void services.begin();
    await (await next("/security/refresh")).answer({ userKey: "ann", accessToken: "new" });
    await (await next("/user/current")).answer({}, 503);
    expect(session()).toMatchObject({ kind: "entering", waiting: true });
    await vi.advanceTimersByTimeAsync(2_000);
    await (await next("/user/current")).answer({}, 500);
    expect([session(), services.session.user]).toMatchObject([{ kind: "entering", waiting: true }, "ann"]);
    services.hurry();
    await (await next("/user/current")).answer(user("ann"));
    expect(session()).toMatchObject({ kind: "signed-in", user: { key: "ann" } });
  });

  it("is over when the server says so", async () => {
    const { services, next, session } = page("ann");
    void services.begin();
    await (await next("/security/refresh")).answer({}, 401);
    await moment();
    expect([session().kind, services.session.user]).toEqual(["signed-out", undefined]);
  });

  it("follows changed rights also after a hiccup, and in their order", async () => {
    const { services, next, signIn, session } = page();
    void services.begin();
    await signIn("ann");
    const changed = { eventType: "Updated", eventSource: "Umbraco:CMS:CurrentUser", key: "ann" };
    const hear = (): void => services.store.dispatch({ type: "live/event", event: changed, own: false });
    hear();
    await (await next("/user/current")).answer({}, 503);
    await vi.advanceTimersByTimeAsync(2_000);
    await (await next("/user/current")).answer(user("ann", ["first"]));
    expect(session()).toMatchObject({ user: { verbs: ["first"] } });
    hear();
    const older = await next("/user/current");
    hear();
    await (await next("/user/current")).answer(user("ann", ["third"]));
    await older.answer(user("ann", ["second"]));
    expect(session()).toMatchObject({ user: { verbs: ["third"] } });
  });

  it("no longer says that the server cannot be reached when it answers again", async () => {
    const { services, next, signIn } = page();
    void services.begin();
    await signIn("ann");
    const ask = (): Promise<void> => services.client.get<void>("/document/1").catch((error) => tell(services.store, error));
    const notices = () => services.store.state.notices.map(({ headline }) => headline);
    void ask();
    await (await next("/document/1")).answer({}, 504);
    await vi.waitUntil(() => notices().length > 0);
    expect(notices()).toEqual(["The server cannot be reached."]);
    void ask();
    await (await next("/document/1")).answer([]);
    await vi.waitUntil(() => notices().length === 0);
  });

  it("leaves nothing of it to the next user, not even what comes late", async () => {
    const { services, asked, next, signIn } = page();
    void services.begin();
    await signIn("ann");
    services.people.nameOf("bob");
    const names = await next("/item/user");
    const refused = services.client.get("/document/1");
    refused.catch(() => undefined);
    const document = await next("/document/1");
    const out = services.signOut();
    await moment();
    expect(services.store.state.session.kind).toBe("signed-out");
    await (await next("/security/sign-out")).answer(undefined, 204);
    await out;
    await signIn("cleo");
    await names.answer([{ key: "bob", name: "Bob" }]);
    await document.answer({}, 401);
    expect(services.store.state.people).toEqual({});
    expect(asked.filter(({ path }) => path === "/document/1")).toEqual([]);
    expect(services.people.nameOf("bob")).not.toBe("Bob");
    await (await next("/item/user")).answer([{ key: "bob", name: "Bob" }]);
    expect(services.people.nameOf("bob")).toBe("Bob");
  });

  it("begins only when the last one is over", async () => {
    const { services, asked, next, signIn, session } = page();
    void services.begin();
    await signIn("ann");
    void services.signOut();
    const goodbye = await next("/security/sign-out");
    asked.length = 0; // What the page of the last one asked for beside it.
    const entered = signIn("cleo");
    await moment();
    await goodbye.answer(undefined, 204);
    await entered;
    expect([session(), services.session.user]).toMatchObject([{ kind: "signed-in", user: { key: "cleo" } }, "cleo"]);
  });
});
