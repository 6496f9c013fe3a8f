import { describe, expect, it } from "vitest";
import type { DocumentType } from "../src/api/model.js";
import { Problem } from "../src/api/problem.js";
import { culturesOf, fieldToMend, labelOf, labelled } from "../src/editor/faults.js";
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
    { type: "document/gone", key: "home" },
    { type: "session/left", ended: false },
  ])("ends altogether with %o", (action) => {
    expect(after(...two, action).unfinished).toEqual({});
  });

  it("outlives that its document is closed", () => {
    expect(after(...two, { type: "document/closed", key: "home" }).unfinished).toEqual(after(...two).unfinished);
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
  it("is called by the label and language of its field", () => {
    expect(["values.teaser[de-DE]", "values.tags", "name[de-DE]", "values.other", "parent"].map((field) => labelOf(type, field))).toEqual([
      "Teaser (German (Germany))",
      "Tags",
      "Name (German (Germany))",
      "values.other",
      "parent",
    ]);
  });

  it("is shown where it comes first on the screen, else in a language that is not shown", () => {
    const mend = (...wrong: readonly string[]) => fieldToMend(type, new Set(wrong), ["en-US"], ["de-DE", "en-US"]);
    expect(mend("values.tags", "values.teaser[en-US]", "values.teaser[de-DE]")).toBe("values.teaser[en-US]");
    expect(mend("values.teaser[de-DE]")).toBe("values.teaser[de-DE]");
    expect(mend("values.other")).toBeUndefined();
    expect(culturesOf(["values.teaser[de-DE]", "values.tags"])).toEqual(new Set(["de-DE"]));
  });

  it("keeps what the server said, with labels", async () => {
    const refused = new Problem(400, { title: "No.", errors: [{ field: "values.tags", message: "Too many." }] });
    const told = await labelled(type, Promise.reject(refused)).catch((error: unknown) => error);
    expect(told).toMatchObject({ status: 400, title: "No.", errors: [{ field: "values.tags", label: "Tags", message: "Too many." }] });
    await expect(labelled(type, Promise.resolve(1))).resolves.toBe(1);
  });
});
