import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Connect, type CursorKeeper, type LineHandlers, LiveConnection } from "../src/live/connection.js";
import type { ServerEvent } from "../src/live/events.js";

interface Dialled {
  readonly cursor: string | undefined;
  readonly handlers: LineHandlers;
  let(place?: string): void;
  refuse(): void;
}

type Place = string | undefined;

function deferred(): { readonly promise: Promise<Place>; resolve(place?: Place): void; reject(error: Error): void } {
  let resolve!: (place?: Place) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<Place>((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
}

/** A hub that notes who dials, and lets in or refuses when told to. */
function exchange(): { readonly calls: Dialled[]; readonly connect: Connect } {
  const calls: Dialled[] = [];
  const connect: Connect = (cursor, handlers) => {
    const opened = deferred();
    calls.push({ cursor, handlers, let: opened.resolve, refuse: () => opened.reject(new Error("no")) });
    return { open: () => opened.promise, close: async () => undefined };
  };
  return { calls, connect };
}

function keeper(cursor?: string): CursorKeeper {
  let kept = cursor;
  return { get: () => kept, set: (next) => (kept = next) };
}

const event = (position: string): ServerEvent => ({ eventType: "Updated", eventSource: "Umbraco:CMS:Document", key: "1", position });

function listening(cursor = keeper()) {
  const { calls, connect } = exchange();
  const heard: unknown[] = [];
  const live = new LiveConnection(connect, cursor, {
    connected: (whole) => heard.push(whole ? "resumed" : "connected"),
    disconnected: () => heard.push("disconnected"),
    offline: () => heard.push("offline"),
    event: ({ position }) => heard.push(position),
    reset: () => heard.push("reset"),
  });
  live.start();
  return { calls, heard, live };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe("the live line", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("does not wait for a cut when the network is gone", async () => {
    const { calls, heard, live } = listening();
    calls[0]?.let();
    await settle();
    live.lost();
    calls[0]?.handlers.ended(); // The line that was given up has nothing more to say.
    expect(heard).toEqual(["connected", "disconnected"]);
    await settle();
    expect(calls).toHaveLength(2);
  });

  it("goes on at the last event that it heard", async () => {
    const { calls, heard } = listening();
    calls[0]?.let();
    await settle();
    calls[0]?.handlers.notify(event("p1"));
    calls[0]?.handlers.notify(event("p2"));
    calls[0]?.handlers.ended();
    await settle();
    expect(calls[1]?.cursor).toBe("p2");
    calls[1]?.let();
    await settle();
    expect(heard).toEqual(["connected", "p1", "p2", "disconnected", "resumed"]);
  });

  it("hears what an old line still says from the new one only", async () => {
    const { calls, heard } = listening(keeper("p0"));
    calls[0]?.let();
    await settle();
    calls[0]?.handlers.ended();
    calls[0]?.handlers.notify(event("p1"));
    await settle();
    calls[1]?.handlers.notify(event("p1"));
    expect(heard).toEqual(["resumed", "disconnected", "p1"]);
  });

  it("tries for ever, in longer and longer pauses, and says when it is more than a short break", async () => {
    const { calls, heard } = listening();
    for (const [attempt, pause] of [0, 2_000, 5_000, 10_000, 30_000, 30_000].entries()) {
      calls[attempt]?.refuse();
      await settle();
      if (pause > 0) {
        await vi.advanceTimersByTimeAsync(pause - 1);
        expect(calls).toHaveLength(attempt + 1);
        await vi.advanceTimersByTimeAsync(1);
      }
      expect(calls).toHaveLength(attempt + 2);
    }
    expect(heard).toEqual(["disconnected", "disconnected", "disconnected", "offline", "offline", "offline"]);
  });

  it("tries at once when the machine wakes up", async () => {
    const { calls, live } = listening();
    calls[0]?.refuse();
    await settle();
    calls[1]?.refuse();
    await settle();
    expect(calls).toHaveLength(2);
    live.hurry();
    expect(calls).toHaveLength(3);
  });

  it("tries once more at once when the machine wakes up during an attempt", async () => {
    const { calls, live } = listening();
    for (const attempt of [0, 1, 2]) {
      if (attempt > 0) live.hurry();
      calls[attempt]?.refuse();
      await settle();
      expect(calls).toHaveLength(attempt + 2);
    }
    calls[3]?.refuse();
    await settle();
    expect(calls).toHaveLength(4);
  });

  it("goes on where it began when it is cut before the first event", async () => {
    const { calls, heard } = listening();
    calls[0]?.let("p0");
    await settle();
    calls[0]?.handlers.ended();
    await settle();
    expect(calls[1]?.cursor).toBe("p0");
    calls[1]?.let("p5");
    await settle();
    calls[1]?.handlers.ended();
    await settle();
    expect(calls[2]?.cursor).toBe("p0");
    expect(heard).toEqual(["connected", "disconnected", "resumed", "disconnected"]);
  });

  it("says that what was missed cannot be told, and goes on from there", async () => {
    const cursor = keeper("too-old");
    const { calls, heard } = listening(cursor);
    calls[0]?.handlers.reset({ reason: "tooFarBack", position: "p9" });
    expect([heard, cursor.get()]).toEqual([["reset"], "p9"]);
  });

  it("is silent after it was stopped", async () => {
    const { calls, heard, live } = listening();
    await live.stop();
    calls[0]?.let();
    calls[0]?.handlers.ended();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([heard, calls.length]).toEqual([[], 1]);
  });
});
