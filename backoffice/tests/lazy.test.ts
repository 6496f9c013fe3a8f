import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchCode, tellMissingCode } from "../src/shell/lazy.js";
import { Store } from "../src/store/store.js";

const gone = (): Promise<never> => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));

describe("code that is not there", () => {
  const store = new Store();
  const said = (): readonly string[] => store.state.notices.map(({ headline }) => headline);
  beforeAll(() => tellMissingCode(store));
  beforeEach(() => {
    for (const { id } of store.state.notices) store.dispatch({ type: "notice/closed", id });
    history.replaceState(null, "", "/umbraco/settings");
  });

  it("is said, with the offer to load the page anew, which stands as long as the page does", async () => {
    const reload = vi.spyOn(location, "reload").mockImplementation(() => undefined);
    expect(await fetchCode(gone)).toBeUndefined();
    expect(said()).toEqual(["A part of this page could not be loaded."]);
    const [notice] = store.state.notices;
    store.dispatch({ type: "notice/closed", id: notice!.id });
    notice!.offer!.act();
    expect([reload.mock.calls.length, said().length]).toEqual([1, 1]);
  });

  it("is asked for again only elsewhere", async () => {
    const load = vi.fn(gone);
    await fetchCode(load);
    await fetchCode(load);
    expect(load).toHaveBeenCalledTimes(1);
    history.replaceState(null, "", "/umbraco/users");
    load.mockResolvedValueOnce("code" as never);
    expect(await fetchCode(load)).toBe("code");
  });

  it("is said also where something else fetched it", () => {
    dispatchEvent(new Event("vite:preloadError"));
    expect(said()).toHaveLength(1);
  });
});
