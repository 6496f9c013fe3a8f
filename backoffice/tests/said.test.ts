// What the server says, in the language of the page.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../src/api/problem.js";
import { filled, setLanguage } from "../src/i18n/i18n.js";
import { categoryOf, loadSaid, said } from "../src/i18n/said.js";
import { de } from "../src/i18n/said/de.js";
import { tell, tellMessages, wordsOf } from "../src/shell/messages.js";
import { Store } from "../src/store/store.js";

const EMPTY = { message: "Title needs a value", code: "ValueMandatory", parameters: { name: "Title" } };

describe("a text of the server", () => {
  beforeEach(async () => {
    setLanguage("de");
    await loadSaid();
  });

  afterEach(() => setLanguage("en"));

  it("is said in German by its code, with what it names", () => {
    expect(said(EMPTY)).toBe("„Title“ darf nicht leer sein.");
  });

  it("is the server's own in English, and where nobody knows its code", () => {
    expect(said({ message: "Ask the chief", code: "AskTheChief" })).toBe("Ask the chief");
    expect(said({ message: "Ask the chief" })).toBe("Ask the chief");
    setLanguage("en");
    expect(said(EMPTY)).toBe("Title needs a value");
  });

  it("names verbs, editors and values as the pages do", () => {
    const parameters = { key: "k", verb: "Umb.Document.Delete" };
    expect(said({ message: "…", code: "ForbiddenAtDocument", parameters })).toContain("„Löschen“");
    const stored = { editor: "richText", stored: "integer" };
    expect(said({ message: "…", code: "InvalidEditor", parameters: stored })).toMatch(/„Formatierter Text“.*Ganze Zahl/);
    const ofList = { message: "…", code: "ValueNoText", parameters: { property: "teaser", given: "a list" } };
    expect(said(ofList)).toBe("In „teaser“ gehört ein Text; angegeben ist eine Liste.");
    const ofText = { message: "…", code: "ValueNoInteger", parameters: { property: "count", given: '"soon"' } };
    expect(said(ofText)).toBe('In „count“ gehört eine ganze Zahl; angegeben ist "soon".');
    expect(said({ message: "…", code: "Forbidden", parameters: { verb: "Own.Verb" } })).not.toContain("{");
  });

  it("never takes what a site wrote for a part of the sentence", () => {
    expect(said({ ...EMPTY, parameters: { name: "{limit} $& „“" } })).toBe("„{limit} $& „““ darf nicht leer sein.");
  });

  it("leaves a site's own words as they are", () => {
    const parameters = { message: "Bitte kürzer!" };
    expect(said({ message: "Bitte kürzer!", code: "ValueRefused", parameters })).toBe("Bitte kürzer!");
    expect(categoryOf("Style")).toBe("Style");
    expect(categoryOf("Afterwards")).toBe("Danach");
  });

  it("stands in a notice below a headline of the page", () => {
    const store = new Store();
    tell(store, new Problem(409, { title: "Conflict", detail: "…", operationStatus: "PathNotPublished" }));
    tellMessages(store, [{ category: "House style", message: "…", type: "Error", code: "HeadlineShouts", parameters: { headline: "AB" } }]);
    expect(store.state.notices.map(({ headline, text }) => [headline, text])).toEqual([
      ["Das geht jetzt nicht", de.PathNotPublished],
      ["Hausregeln", "„AB“ schreit. Schreiben Sie Überschriften in gewöhnlichen Buchstaben."],
    ]);
  });

  it("says in both languages that the server is busy", () => {
    const words = { en: "The server cannot do this now; try again later", de: de.Unavailable };
    const busy = new Problem(503, { title: "Service Unavailable", detail: words.en, operationStatus: "Unavailable" });
    for (const [language, headline] of [["en", "The server is busy"], ["de", "Der Server ist überlastet"]] as const) {
      setLanguage(language);
      const store = new Store();
      tell(store, busy);
      expect(store.state.notices.map((notice) => [notice.headline, notice.text])).toEqual([[headline, words[language]]]);
    }
  });

  it("tells of every field that the whole does not name", () => {
    const errors = [
      { field: "name", message: "x", code: "NameMissing" },
      { field: "values.a", ...EMPTY },
    ];
    const problem = new Problem(400, { detail: "x; Title needs a value", operationStatus: "FieldsInvalid", errors });
    expect(wordsOf(problem)).toBe(
      `${de.FieldsInvalid}\nname: ${de.NameMissing}\nvalues.a: „Title“ darf nicht leer sein.`,
    );
  });
});

describe("a number in a text", () => {
  it("is written as people in the language do", () => {
    setLanguage("de");
    expect(filled("{count} Dokumente", { count: 10_000 })).toBe("10.000 Dokumente");
    setLanguage("en");
    expect(filled("{count} documents, {id}", { count: 10_000, id: "10000" })).toBe("10,000 documents, 10000");
  });
});
