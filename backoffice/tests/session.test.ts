import { describe, expect, it, vi } from "vitest";
import { Client } from "../src/api/client.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import { Session, type SignedIn } from "../src/api/session.js";
import { pending } from "./on-page.js";

const signedIn = (accessToken: string): SignedIn => ({ accessToken, userKey: "ada" });

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  } as Storage;
}

/** A server that accepts only the token `fresh`. */
function server(seen: Request[] = []): typeof fetch {
  return async (input, init) => {
    const request = new Request(new URL(String(input), "http://desk"), init);
    seen.push(request);
    const good = request.headers.get("Authorization") === "Bearer fresh";
    return good ? Response.json({ ok: true }, { headers: { ETag: '"7"' } }) : Response.json({ title: "Unauthorized" }, { status: 401 });
  };
}

describe("the sign-in", () => {
  it("exchanges the refresh token once for parallel refusals", async () => {
    let exchanges = 0;
    const session = new Session(async () => (exchanges++, signedIn("fresh")), memory());
    session.begin(signedIn("old"));
    const client = new Client(session, "tab", server());
    const answers = await Promise.all([client.get("/a"), client.get("/b"), client.get("/c")]);
    expect(answers).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(exchanges).toBe(1);
  });

  it("goes on after a reload, for whoever signed in last in any tab", async () => {
    const storage = memory();
    new Session(async () => undefined, storage).begin(signedIn("old"));
    const session = new Session(async () => signedIn("fresh"), storage);
    expect(await new Client(session, "tab", server()).get("/a")).toEqual({ ok: true });
  });

  it("is not asked for where nobody signed in", async () => {
    const session = new Session(() => Promise.reject(new Error("asked")), memory());
    expect(await session.renew()).toBeUndefined();
  });

  it("ends when the server says that it is over", async () => {
    const session = new Session(async () => undefined, memory());
    session.begin(signedIn("old"));
    let told = 0;
    session.addEventListener("change", () => told++);
    void new Client(session, "tab", server()).get("/a");
    await vi.waitUntil(() => told > 0);
    expect([session.accessToken, session.user, told]).toEqual([undefined, undefined, 1]);
  });

  it("goes on when the server cannot be asked", async () => {
    const session = new Session(() => Promise.reject(new Unreachable("refresh")), memory());
    session.begin(signedIn("old"));
    await expect(new Client(session, "tab", server()).get("/a")).rejects.toBeInstanceOf(Unreachable);
    expect(session.user).toBe("ada");
  });
});

describe("a request", () => {
  it("shows the sign-in, names the tab, and carries the version it has seen", async () => {
    const seen: Request[] = [];
    const session = new Session(async () => undefined, memory());
    session.begin(signedIn("fresh"));
    const client = new Client(session, "tab-1", server(seen));
    const answer = await client.send("PUT", "/document/1", { body: { a: 1 }, ifMatch: '"6"', query: { cultures: ["en", "de"] } });
    const [request] = seen;
    expect(answer).toEqual({ data: { ok: true }, etag: '"7"' });
    expect(request?.url).toBe("http://desk/umbraco/management/api/v1/document/1?cultures=en&cultures=de");
    expect(request?.headers.get("If-Match")).toBe('"6"');
    expect(request?.headers.get("Copydesk-Origin")).toBe("tab-1");
    expect(await request?.json()).toEqual({ a: 1 });
  });

  it("that is refused says which field and which handler it was", async () => {
    const body = {
      title: "Unprocessable Content",
      status: 422,
      errors: [{ field: "values.title", message: "needs a value" }],
      messages: [{ category: "Style", message: "no need to shout", type: "Error" }],
    };
    const client = new Client(new Session(async () => undefined, memory()), "tab", async () => Response.json(body, { status: 422 }));
    const refusal: unknown = await client.get("/a").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Problem);
    expect(refusal).toMatchObject({ status: 422, errors: body.errors, messages: body.messages });
  });

  it("that is forbidden lets the page doubt what it knows of the rights, and no other refusal does", async () => {
    const statuses = [403, 404, 412, 422];
    const client = new Client(new Session(async () => undefined, memory()), "tab", async () => Response.json({}, { status: statuses.shift() ?? 200 }));
    let doubts = 0;
    client.refused = () => doubts++;
    for (let left = statuses.length; left > 0; left--) await client.get("/a").catch(() => undefined);
    expect(doubts).toBe(1);
  });

  it("without an answer is told apart from a refusal", async () => {
    const client = new Client(new Session(async () => undefined, memory()), "tab", () => Promise.reject(new TypeError("cut")));
    await expect(client.get("/a")).rejects.toBeInstanceOf(Unreachable);
  });

  it("tells that the server is back once, when what was asked for after the last failure succeeds", async () => {
    const asked: ReturnType<typeof pending<Response>>[] = [];
    const client = new Client(new Session(async () => undefined, memory()), "tab", () => {
      asked.push(pending());
      return asked.at(-1)!.promise;
    });
    let times = 0;
    client.back = () => (times += 1);
    const [early, lost, bad] = ["/early", "/lost", "/bad"].map((path) => client.get(path).catch(() => undefined));
    await vi.waitUntil(() => asked.length === 3);
    asked[1]?.reject(new TypeError("cut"));
    asked[2]?.resolve(Response.json({}, { status: 502 }));
    await Promise.all([lost, bad]);
    asked[0]?.resolve(Response.json({}));
    await early;
    expect(times).toBe(0);
    for (const path of ["/later", "/last"]) {
      const later = client.get(path);
      await vi.waitUntil(() => asked.length === (path === "/later" ? 4 : 5));
      asked.at(-1)?.resolve(Response.json({}));
      await later;
    }
    expect(times).toBe(1);
  });

  it("whose answer is cut off was not answered", async () => {
    const cut = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
      pull: (controller) => controller.error(new TypeError("cut")),
    });
    const bodies = [cut, '{"a":'];
    const client = new Client(new Session(async () => undefined, memory()), "tab", async () => new Response(bodies.shift()));
    await expect(client.get("/a")).rejects.toBeInstanceOf(Unreachable);
    await expect(client.get("/a")).rejects.toBeInstanceOf(Unreachable);
  });

  it("is not sent again with the sign-in of somebody else", async () => {
    const seen: Request[] = [];
    const session = new Session(async () => ({ accessToken: "fresh", userKey: "bob" }), memory());
    session.begin(signedIn("old"));
    void new Client(session, "tab", server(seen)).put("/a", {});
    await vi.waitUntil(() => session.user === "bob");
    await new Promise((done) => setTimeout(done));
    expect(seen.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer old"]);
  });
});
