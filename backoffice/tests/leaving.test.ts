import { beforeEach, describe, expect, it, vi } from "vitest";
import { Leaving, differs } from "../src/shell/leaving.js";
import { Router } from "../src/shell/router.js";

describe("leaving", () => {
  it("asks nobody when nothing was changed", async () => {
    const leaving = new Leaving();
    leaving.ask = vi.fn(async () => false);
    const stop = leaving.watch(() => false);
    expect(await leaving.allowed()).toBe(true);
    leaving.watch(() => true);
    stop();
    expect(await leaving.allowed()).toBe(false);
    expect(leaving.ask).toHaveBeenCalledTimes(1);
  });

  it("asks once, however often somebody wants to go", async () => {
    const leaving = new Leaving();
    let answer: (allowed: boolean) => void = () => undefined;
    leaving.ask = vi.fn(() => new Promise<boolean>((resolve) => (answer = resolve)));
    leaving.watch(() => true);
    const both = Promise.all([leaving.allowed(), leaving.allowed()]);
    expect(leaving.asking).toBe(true);
    answer(true);
    expect(await both).toEqual([true, true]);
    expect([leaving.asking, vi.mocked(leaving.ask).mock.calls.length]).toEqual([false, 1]);
  });

  it("asks about what is kept on the page only before the session ends", async () => {
    let kept = true;
    const leaving = new Leaving(() => kept);
    leaving.ask = async () => false;
    expect([await leaving.allowed(), await leaving.allowedToEnd()]).toEqual([true, false]);
    leaving.begin();
    expect(dispatchEvent(new Event("beforeunload", { cancelable: true }))).toBe(false);
    kept = false;
    expect([await leaving.allowedToEnd(), dispatchEvent(new Event("beforeunload", { cancelable: true }))]).toEqual([true, true]);
  });

  it("asks besides before it cuts off what is being sent", async () => {
    let sending = true;
    const leaving = new Leaving(
      () => false,
      () => sending,
    );
    leaving.askToCut = vi.fn(async () => false);
    expect([await leaving.allowed(), await leaving.allowedToEnd()]).toEqual([true, false]);
    sending = false;
    expect(await leaving.allowedToEnd()).toBe(true);
    expect(leaving.askToCut).toHaveBeenCalledTimes(1);
  });

  it("forgets a form that is gone", async () => {
    const leaving = new Leaving();
    leaving.watch(() => true)();
    expect(leaving.unsaved).toBe(false);
  });

  it("says whether changes would be lost, or what is shown only once", async () => {
    const leaving = new Leaving();
    const asked = vi.fn(async (_: ReadonlySet<string>) => true);
    leaving.ask = asked;
    leaving.watch(() => true, "secret");
    await leaving.allowed();
    leaving.watch(() => true);
    await leaving.allowedToEnd();
    expect(asked.mock.calls.map(([losses]) => [...losses].sort())).toEqual([["secret"], ["changes", "secret"]]);
  });

  it("takes a form that is what it was for unchanged", () => {
    expect(differs({ name: "a", groups: ["x"] }, { name: "a", groups: ["x"] })).toBe(false);
    expect(differs({ name: "a", groups: ["x"] }, { name: "a", groups: [] })).toBe(true);
  });

  it("makes the browser ask before the page ends", () => {
    const leaving = new Leaving();
    leaving.begin();
    let changed = false;
    leaving.watch(() => changed);
    const asks = (): boolean => !dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(asks()).toBe(false);
    changed = true;
    expect(asks()).toBe(true);
    changed = false;
  });
});

describe("the router", () => {
  beforeEach(() => history.replaceState(null, "", "/umbraco/settings"));

  it("stays with what is not saved, or goes when that may be lost", async () => {
    const leaving = new Leaving();
    const router = new Router(leaving);
    leaving.watch(() => true);
    leaving.ask = async () => false;
    await router.go("/umbraco/users");
    expect([location.pathname, router.parts]).toEqual(["/umbraco/settings", ["settings"]]);
    leaving.ask = async () => true;
    await router.go("/umbraco/users");
    expect([location.pathname, router.parts]).toEqual(["/umbraco/users", ["users"]]);
  });

  it("numbers its places, and goes on counting after the page was loaded anew", async () => {
    const router = new Router(new Leaving());
    await router.go("/umbraco/users");
    await router.go("/umbraco/content");
    expect(history.state).toEqual({ at: 2 });
    await new Router(new Leaving()).go("/umbraco/settings");
    expect(history.state).toEqual({ at: 3 });
  });
});
