import { afterEach, describe, expect, it } from "vitest";
import { isoOf, localOf } from "../src/editor/inputs/date-input.js";
import "../src/editor/inputs/choice-input.js";
import "../src/editor/inputs/json-input.js";
import "../src/editor/inputs/number-input.js";
import "../src/editor/inputs/tags-input.js";
import "../src/editor/inputs/text-input.js";
import "../src/editor/inputs/toggle-input.js";
import type { ValueInput } from "../src/editor/inputs/input.js";
import type { Unfinished } from "../src/store/unfinished.js";

/** Shows an input, and notes what its user makes of the value. */
async function shown<K extends keyof HTMLElementTagNameMap>(tag: K, fields: Partial<ValueInput>) {
  const element = document.createElement(tag) as HTMLElementTagNameMap[K] & ValueInput;
  const values: unknown[] = [];
  const left: (Unfinished | undefined)[] = [];
  element.addEventListener("cd-change", (event) => values.push((event as CustomEvent).detail));
  element.addEventListener("cd-unfinished", (event) => left.push((event as CustomEvent).detail));
  Object.assign(element, { label: "Field", ...fields });
  document.body.append(element);
  await element.updateComplete;
  const one = <E extends Element>(selector: string): E => element.renderRoot.querySelector<E>(selector)!;
  return { element, values, left, one };
}

function type(field: HTMLInputElement | HTMLTextAreaElement, text: string, event = "input"): void {
  field.value = text;
  field.dispatchEvent(new Event(event, { bubbles: true }));
}

afterEach(() => document.body.replaceChildren());

describe("inputs", () => {
  it("take a text, and nothing for an empty one", async () => {
    const { values, one } = await shown("cd-text-input", { value: "old" });
    expect(one<HTMLInputElement>("input").value).toBe("old");
    type(one("input"), "new");
    type(one("input"), "");
    expect(values).toEqual(["new", null]);
  });

  it("are known by their label, and say what they want and what is wrong", async () => {
    const { element, one } = await shown("cd-text-input", { value: null, error: "Too long.", hint: "One sentence.", required: true });
    const field = one("input");
    const said = field.getAttribute("aria-describedby")!.split(" ").map((id) => one(`#${id}`).textContent);
    expect(said).toEqual(["needed to publish. One sentence.", "Too long."]);
    expect(["aria-label", "aria-invalid", "aria-required"].map((name) => field.getAttribute(name))).toEqual(["Field", "true", "true"]);
    element.error = "";
    await element.updateComplete;
    expect(field.getAttribute("aria-describedby")).toBe("cd-hint");
    expect(element.renderRoot.querySelector("[role=alert]")).toBeNull();
  });

  it.each(["cd-text-input", "cd-number-input", "cd-date-input", "cd-json-input", "cd-choice-input", "cd-tags-input", "cd-toggle-input"] as const)(
    "describe %s by its hint and fault",
    async (tag) => {
      const { one } = await shown(tag, { hint: "A hint.", error: "A fault." });
      const described = one("[aria-describedby]").getAttribute("aria-describedby")!.split(" ");
      expect(described.map((id) => one(`#${id}`).textContent)).toEqual(["A hint.", "A fault."]);
    },
  );

  it("write in the direction of what is written", async () => {
    const { one } = await shown("cd-text-input", { value: "שלום" });
    expect(one("input").getAttribute("dir")).toBe("auto");
  });

  it("keep broken JSON in the field, say that it is unfinished, and take over only what is whole", async () => {
    const { element, values, left, one } = await shown("cd-json-input", { value: { a: 1 } });
    type(one<HTMLTextAreaElement>("textarea"), '{"a": ');
    await element.updateComplete;
    expect([values, left.at(-1)?.text]).toEqual([[], '{"a": ']);
    expect(one("[role=alert]").textContent).toContain("This is not JSON yet.");
    type(one<HTMLTextAreaElement>("textarea"), '{"a": 2}');
    await element.updateComplete;
    expect(values).toEqual([{ a: 2 }]);
    expect(element.renderRoot.querySelector("[role=alert]")).toBeNull();
  });

  it("show again what was unfinished when they come back, and drop it with the changes", async () => {
    const unfinished = { text: '{"a": ', message: "No JSON." };
    const { element, one } = await shown("cd-json-input", { value: { a: 1 }, unfinished });
    expect([one<HTMLTextAreaElement>("textarea").value, one("[role=alert]").textContent]).toEqual(['{"a": ', "No JSON."]);
    element.unfinished = undefined;
    await element.updateComplete;
    expect(JSON.parse(one<HTMLTextAreaElement>("textarea").value)).toEqual({ a: 1 });
  });

  it("tell a number with each key, and keep what is none", async () => {
    const { element, values, left, one } = await shown("cd-number-input", { value: 2, valueType: "integer" });
    type(one("input"), "7");
    type(one("input"), "77");
    await element.updateComplete;
    type(one("input"), "1.5");
    await element.updateComplete;
    expect([values, left]).toEqual([[7, 77], [{ text: "1.5", message: "Write a whole number, such as 12." }]]);
    expect([one<HTMLInputElement>("input").value, one("[role=alert]").textContent]).toEqual(["1.5", left[0]?.message]);
    type(one("input"), "");
    expect(values.at(-1)).toBeNull();
  });

  it("tell a moment as soon as it is whole", async () => {
    const { values, one } = await shown("cd-date-input", { value: null, valueType: "dateTime" });
    type(one("input"), "2030-01-02T03:04");
    expect(values).toEqual([isoOf("2030-01-02T03:04")]);
  });

  it("take a year with more digits for no date", async () => {
    const { values, left, element } = await shown("cd-date-input", { value: null, valueType: "dateTime" });
    (element as unknown as { typed(text: string): void }).typed("20300-01-02T03:04");
    expect([values, left.length]).toEqual([[], 1]);
  });

  it("count a tag that is being written, add each once, and take it away again", async () => {
    const { element, values, one } = await shown("cd-tags-input", { value: ["ferry"] });
    const tags = (): readonly (string | undefined)[] => [...element.renderRoot.querySelectorAll("bdi")].map(({ textContent }) => textContent ?? undefined);
    type(one("input"), " qua");
    type(one("input"), " quay ");
    await element.updateComplete;
    expect([values.at(-1), tags()]).toEqual([["ferry", "quay"], ["ferry"]]);
    one("input").dispatchEvent(new Event("blur"));
    await element.updateComplete;
    expect([tags(), one<HTMLInputElement>("input").value]).toEqual([["ferry", "quay"], ""]);
    type(one("input"), "quay");
    expect(values.at(-1)).toEqual(["ferry", "quay"]);
    one("input").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    await element.updateComplete;
    one<HTMLButtonElement>("button").click();
    expect(values.at(-1)).toEqual(["quay"]);
  });

  it("leave a tag alone that another one begins with", async () => {
    const { element, values, one } = await shown("cd-tags-input", { value: ["news"] });
    for (const text of ["new", "news", "newsl", "newsletter"]) {
      type(one("input"), text);
      await element.updateComplete;
    }
    expect(values).toEqual([["news", "new"], ["news"], ["news", "newsl"], ["news", "newsletter"]]);
    element.value = ["sport"]; // Somebody else's.
    await element.updateComplete;
    expect(one<HTMLInputElement>("input").value).toBe("");
  });

  it("offer a choice, with what was chosen before it was taken out", async () => {
    const { one, values, element } = await shown("cd-choice-input", { value: "gone", settings: { options: ["high", "low"] } });
    const options = [...element.renderRoot.querySelectorAll("option")].map(({ value }) => value);
    expect(options).toEqual(["", "high", "low", "gone"]);
    one<HTMLSelectElement>("select").value = "high";
    one("select").dispatchEvent(new Event("change"));
    expect(values).toEqual(["high"]);
  });

  it("show another choice when somebody else made it, also after one's own", async () => {
    const { one, element } = await shown("cd-choice-input", { value: "low", settings: { options: ["high", "low", "middle"] } });
    const select = one<HTMLSelectElement>("select");
    for (const value of ["middle", "high", null, "low"]) {
      select.value = "high";
      select.dispatchEvent(new Event("change"));
      await element.updateComplete;
      element.value = value;
      await element.updateComplete;
      expect(select.value).toBe(value ?? "");
    }
    select.value = "high"; // Refused before anybody heard of it.
    element.requestUpdate();
    await element.updateComplete;
    expect(select.value).toBe("low");
  });

  it("keep a choice of numbers as numbers", async () => {
    const { one, values } = await shown("cd-choice-input", { value: 1, valueType: "integer", settings: { options: [1, 2] } });
    one<HTMLSelectElement>("select").value = "2";
    one("select").dispatchEvent(new Event("change"));
    expect(values).toEqual([2]);
  });

  it("show a moment in the zone of the one who looks, and keep the moment", () => {
    const moment = "2030-01-02T03:04:00.000Z";
    expect(isoOf(localOf(moment))).toBe(moment);
    expect([localOf(""), localOf("no date"), isoOf("")]).toEqual(["", "", null]);
  });
});
