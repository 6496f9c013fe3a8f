import { describe, expect, it } from "vitest";
import type { DocumentType } from "../src/api/model.js";
import type { CurrentUser } from "../src/api/security.js";
import { Problem } from "../src/api/problem.js";
import { culturesOf, fieldToMend, labelled } from "../src/editor/faults.js";
import { type Action, type State, initialState, reduce } from "../src/store/state.js";
import { type Unfinished, unfinishedOf } from "../src/store/unfinished.js";

const left = (field: string, unfinished: Unfinished | undefined): Action => ({ type: "document/unfinished", key: "home", field, unfinished });
const broken: Unfinished = { text: "{", message: "No JSON." };
const after = (...actions: readonly Action[]): State => actions.reduce(reduce, initialState);

describe("what is unfinished", () => {
  const two = [left("values.layout", broken), left("values.minutes", broken)];

  it("is kept by document and field", () => {
    const { unfinished } = after(...two);
    expect(unfinishedOf(unfinished, "home")).toEqual({ "values.layout": broken, "values.minutes": broken });
    expect(unfinishedOf(unfinished, "other")).toEqual({});
  });

  it.each<Action>([
    { type: "document/edited", key: "home", field: "values.layout", value: 1 },
    left("values.layout", undefined),
  ])("ends with %o for its field", (action) => {
    expect(unfinishedOf(after(...two, action).unfinished, "home")).toEqual({ "values.minutes": broken });
  });

  it.each<Action>([
    { type: "document/reverted", key: "home" },
    { type: "session/entered", user: { key: "bob" } as CurrentUser },
  ])("ends altogether with %o", (action) => {
    expect(after(...two, action).unfinished).toEqual({});
  });

  it.each<Action>([
    { type: "document/closed", key: "home" },
    { type: "document/gone", key: "home", request: 1 },
  ])("outlives %o", (action) => {
    expect(after(...two, action).unfinished).toEqual(after(...two).unfinished);
  });
});

const type = {
  variesByCulture: true,
  inheritedProperties: [],
  properties: [
    { alias: "tags", label: "Tags", group: "About", variesByCulture: false },
    { alias: "teaser", label: "Teaser", group: "", variesByCulture: true },
  ],
} as unknown as DocumentType;

describe("what is wrong", () => {
  it("is shown where it comes first on the screen, else in a language that is not shown", () => {
    const mend = (...wrong: readonly string[]) => fieldToMend(type, new Set(wrong), ["en-US"], ["de-DE", "en-US"]);
    expect(mend("values.tags", "values.teaser[en-US]", "values.teaser[de-DE]")).toBe("values.teaser[en-US]");
    expect(mend("values.teaser[de-DE]")).toBe("values.teaser[de-DE]");
    expect(mend("values.tags[,vip]")).toBe("values.tags[,vip]");
    expect(mend("values.tags[vip]")).toBe("values.tags[,vip]");
    expect(mend("values.teaser[en-US,vip]", "values.teaser[de-DE]")).toBe("values.teaser[en-US,vip]");
    expect(mend("values.teaser[en-US,vip]", "values.teaser[en-US]")).toBe("values.teaser[en-US]");
    expect(mend("values.other")).toBeUndefined();
    expect(culturesOf(["values.teaser[de-DE]", "values.tags"])).toEqual(new Set(["de-DE"]));
  });

  it("keeps what the server said, with labels", async () => {
    const refused = new Problem(400, { title: "No.", errors: ["values.tags", "values.teaser[de]", "parent"].map((field) => ({ field, message: "No." })) });
    const told = await labelled(type, undefined, Promise.reject(refused)).catch((error: unknown) => error);
    expect(told).toMatchObject({ status: 400, title: "No.", errors: [{ label: "Tags" }, { label: "Teaser (German)" }, { field: "parent", message: "No." }] });
    await expect(labelled(type, undefined, Promise.resolve(1))).resolves.toBe(1);
  });
});
