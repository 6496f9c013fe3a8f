import { afterEach, describe, expect, it } from "vitest";
import { isoOf, localOf } from "../src/editor/inputs/date-input.js";
import "../src/editor/inputs/choice-input.js";
import "../src/editor/inputs/json-input.js";
import "../src/editor/inputs/number-input.js";
import "../src/editor/inputs/tags-input.js";
import "../src/editor/inputs/text-input.js";
import type { ValueInput } from "../src/editor/inputs/input.js";

/** Shows an input, and notes what its user makes of the value. */
async function shown<K extends keyof HTMLElementTagNameMap>(tag: K, fields: Partial<ValueInput>) {
  const element = document.createElement(tag) as HTMLElementTagNameMap[K] & ValueInput;
  const values: unknown[] = [];
  element.addEventListener("cd-change", (event) => values.push((event as CustomEvent).detail));
  Object.assign(element, { label: "Field", ...fields });
  document.body.append(element);
  await element.updateComplete;
  const one = <E extends Element>(selector: string): E => element.renderRoot.querySelector<E>(selector)!;
  return { element, values, one };
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

  it("are known by their label, and say when they are wrong", async () => {
    const { one } = await shown("cd-text-input", { value: null, invalid: true });
    expect([one("input").getAttribute("aria-label"), one("input").getAttribute("aria-invalid")]).toEqual(["Field", "true"]);
  });

  it("keep broken JSON in the field and take over only what is whole", async () => {
    const { element, values, one } = await shown("cd-json-input", { value: { a: 1 } });
    type(one<HTMLTextAreaElement>("textarea"), '{"a": ');
    await element.updateComplete;
    expect(one("[role=alert]").textContent).not.toBe("");
    expect(values).toEqual([]);
    type(one<HTMLTextAreaElement>("textarea"), '{"a": 2}');
    await element.updateComplete;
    expect([values, one("[role=alert]").textContent?.trim()]).toEqual([[{ a: 2 }], ""]);
  });

  it("add each tag once, and take it away again", async () => {
    const { element, values, one } = await shown("cd-tags-input", { value: ["ferry"] });
    type(one("input"), " quay ", "change");
    await element.updateComplete;
    type(one("input"), "quay", "change");
    one<HTMLButtonElement>("button").click();
    expect(values).toEqual([["ferry", "quay"], ["quay"]]);
  });

  it("offer a choice, with what was chosen before it was taken out", async () => {
    const { one, values, element } = await shown("cd-choice-input", { value: "gone", settings: { options: ["high", "low"] } });
    const options = [...element.renderRoot.querySelectorAll("option")].map(({ value }) => value);
    expect(options).toEqual(["", "high", "low", "gone"]);
    one<HTMLSelectElement>("select").value = "high";
    one("select").dispatchEvent(new Event("change"));
    expect(values).toEqual(["high"]);
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
