import { describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import { ROOT, type TreeState, emptyTree } from "../src/store/tree.js";
import { Goal } from "../src/tree/goal.js";
import type { TreeLoader } from "../src/tree/loader.js";

/** A long list of which the first page is there. */
const tree: TreeState = { ...emptyTree, lists: { [ROOT]: { keys: ["a"], pages: { 0: "fresh" }, total: 600 } } as unknown as TreeState["lists"] };

describe("a document that the tree is to show", () => {
  it("is not given up while the server is asked where it is", async () => {
    let answer: (siblings: unknown) => void = () => undefined;
    const get = vi.fn(() => new Promise((resolve) => (answer = resolve)));
    const want = vi.fn();
    const goal = new Goal("z", [], { get } as unknown as Client, { want } as unknown as TreeLoader);
    expect([goal.pursue(tree), goal.pursue(tree)]).toEqual([true, true]);
    answer({ items: [{ key: "z" }], totalBefore: 598, totalAfter: 1 });
    await vi.waitFor(() => expect(want).toHaveBeenCalledTimes(1));
    expect([goal.pursue(tree), get.mock.calls.length]).toEqual([false, 1]);
  });

  it("is given up when the server does not tell", async () => {
    const get = vi.fn(() => Promise.reject(new Error("no")));
    const goal = new Goal("z", [], { get } as unknown as Client, { want: vi.fn() } as unknown as TreeLoader);
    expect(goal.pursue(tree)).toBe(true);
    await vi.waitFor(() => expect(goal.pursue(tree)).toBe(false));
  });
});
