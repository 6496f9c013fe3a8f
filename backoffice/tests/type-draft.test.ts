import { describe, expect, it } from "vitest";
import { aliasFor } from "../src/admin/alias.js";
import {
  type TypeDraft,
  aliased,
  bodyOf,
  draftOf,
  faultsOf,
  named,
  newType,
  withChanged,
  withMoved,
  withProperty,
  withoutProperty,
} from "../src/admin/types/draft.js";
import { linesOf, optionsOf, settingsOf, storedBy, withSetting } from "../src/admin/types/editors.js";
import { languageOptions } from "../src/admin/tongues.js";

describe("an alias", () => {
  it.each([
    ["Body text", "bodyText"],
    ["URL", "url"],
    ["Größe & Gewicht", "groesseGewicht"],
    ["Ärzte", "aerzte"],
    ["déjà vu", "dejaVu"],
    ["3 things", "_3Things"],
    ["  ", ""],
  ])("for “%s” is “%s”", (name, alias) => expect(aliasFor(name)).toBe(alias));
});

describe("a document type in the form", () => {
  const article = named(newType, "News article");

  it("gets its alias from its name, until somebody chooses one", () => {
    expect(article.alias).toBe("newsArticle");
    expect(named(aliased(article, "news"), "Report").alias).toBe("news");
  });

  it("still allows itself below itself when its alias changes", () => {
    const nested = { ...article, allowedChildren: ["newsArticle", "page"] };
    expect(aliased(nested, "news").allowedChildren).toEqual(["news", "page"]);
  });

  const labels = (draft: TypeDraft) => draft.properties.map(({ label }) => label);
  const filled = ["One", "Two", "Three"].reduce(
    (draft, label, id) => withChanged(withProperty(draft), id, { label }),
    article,
  );

  it("adds properties whose alias follows the label", () => {
    expect(filled.properties.map(({ alias }) => alias)).toEqual(["one", "two", "three"]);
    expect(withChanged(withChanged(filled, 0, { alias: "first" }), 0, { label: "Uno" }).properties[0]?.alias).toBe(
      "first",
    );
  });

  it("moves properties, but not beyond the ends", () => {
    expect(labels(withMoved(filled, 2, -1))).toEqual(["One", "Three", "Two"]);
    expect(labels(withMoved(filled, 0, 9))).toEqual(["Two", "Three", "One"]);
    expect(withMoved(filled, 0, -1)).toBe(filled);
  });

  it("never gives two properties the same number", () => {
    const { properties } = withProperty(withoutProperty(filled, 0));
    expect(new Set(properties.map(({ id }) => id)).size).toBe(3);
  });

  it("stores what its editor can store", () => {
    const kind = (part: object) => withChanged(filled, 0, part).properties[0]?.valueType;
    expect([kind({ editor: "number" }), kind({ editor: "tags" }), kind({ editor: "richText" })]).toEqual([
      "integer",
      "json",
      "text",
    ]);
    const choice = withChanged(filled, 0, { editor: "choice" });
    expect(withChanged(choice, 0, { configuration: `{"multiple": true}` }).properties[0]?.valueType).toBe("json");
  });

  it("is sent without what only the form knows", () => {
    const body = bodyOf(withChanged(filled, 0, { schema: `{"type": "object"}`, pattern: "^a", variesByCulture: true }));
    expect(body.properties[0]).toMatchObject({
      schema: { type: "object" },
      pattern: "^a",
      message: null,
      configuration: null,
      variesByCulture: false,
    });
    expect(body.properties[0]).not.toHaveProperty("id");
  });

  it("says which JSON is none before the server is asked", () => {
    const draft = withChanged(filled, 1, { schema: "{", configuration: "[1]" });
    expect(faultsOf(draft, "no")).toEqual([
      { field: "properties[1].schema", message: "no" },
      { field: "properties[1].configuration", message: "no" },
    ]);
  });

  it("comes back from the server as it was sent", () => {
    const stored = { ...bodyOf(filled), key: "k", version: 1, inheritedProperties: [] };
    expect(bodyOf(draftOf(stored))).toEqual(bodyOf(filled));
  });
});

describe("the settings of an editor", () => {
  it("are changed one at a time", () => {
    const text = withSetting(`{"placeholder": "x"}`, "multiple", true);
    expect(JSON.parse(text)).toEqual({ placeholder: "x", multiple: true });
    expect(withSetting(`{"multiple": true}`, "multiple", undefined)).toBe("");
  });

  it("hold choices, one in a line", () => {
    const options = optionsOf("red\n\nde = German\n a = b ");
    expect(options).toEqual(["red", { value: "de", label: "German" }, { value: "a", label: "b" }]);
    expect(linesOf({ options })).toBe("red\nde = German\na = b");
    expect(optionsOf(" \n")).toBeUndefined();
  });

  it("decide what a choice stores", () => {
    expect(storedBy("choice", "")).toEqual(["text", "integer"]);
    expect(storedBy("choice", `{"multiple": true}`)).toEqual(["json"]);
    expect(storedBy("a package's own", "")).toContain("boolean");
  });

  it("are an object or nothing", () => {
    expect([settingsOf(""), settingsOf("null"), settingsOf("[]"), settingsOf("{")]).toEqual([
      {},
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("the language of a profile", () => {
  it("stays what it is when it is a kind of one that the page speaks", () => {
    expect(languageOptions("en-GB").map(({ value }) => value)).toEqual(["en-GB", "de-DE"]);
    expect(languageOptions("fr").map(({ value }) => value)).toEqual(["en-US", "de-DE", "fr"]);
  });
});

describe("segments", () => {
  it("are for properties only as long as the type has them", () => {
    const segmented = { ...withProperty({ ...newType, variesBySegment: true }) };
    const draft = withChanged(segmented, segmented.properties[0]!.id, { variesBySegment: true });
    expect(bodyOf(draft).properties[0]?.variesBySegment).toBe(true);
    expect(bodyOf({ ...draft, variesBySegment: false }).properties[0]?.variesBySegment).toBe(false);
  });
});
