import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RichTextInput } from "../src/editor/inputs/rich-text-input.js";

beforeAll(async () => {
  // The buttons of the design system ask for it, and this document does not have it.
  HTMLElement.prototype.attachInternals ??= () => ({ setFormValue: () => undefined, setValidity: () => undefined }) as unknown as ElementInternals;
  await import("../src/editor/inputs/rich-text-input.js");
});

const VIDEO = `<p>Film</p><video src="/a.mp4"></video>`;

async function shown(fields: Partial<RichTextInput>) {
  const element = document.createElement("cd-rich-text-input");
  const values: unknown[] = [];
  element.addEventListener("cd-change", ({ detail }) => values.push(detail));
  Object.assign(element, { label: "Text", ...fields });
  document.body.append(element);
  await settled(element);
  const find = <E extends Element = HTMLElement>(selector: string): E | null => element.renderRoot.querySelector<E>(selector);
  return { element, values, find, text: () => find(".ProseMirror")! };
}

async function settled(element: RichTextInput): Promise<void> {
  while (!(await element.updateComplete));
}

afterEach(() => document.body.replaceChildren());

describe("the rich text input", () => {
  it("says what it wants, in the direction of what is written", async () => {
    const { text, element, find } = await shown({ value: "<p>A</p>", hint: "Long.", required: true });
    element.error = "Too short.";
    await settled(element);
    const said = ["aria-describedby", "aria-required", "aria-invalid", "dir"].map((name) => text().getAttribute(name));
    expect(said).toEqual(["cd-hint cd-fault", "true", "true", "auto"]);
    expect(find("#cd-fault")?.textContent).toBe("Too short.");
  });

  it("is nothing but text for whoever may only read", async () => {
    const { text, find } = await shown({ value: "<p>A</p>", readonly: true });
    expect([text().getAttribute("contenteditable"), text().getAttribute("aria-readonly"), find("[role=toolbar]")]).toEqual(["false", "true", null]);
  });

  it("cannot be edited where something would be lost, until one agrees to that", async () => {
    const { element, text, find, values } = await shown({ value: VIDEO });
    expect([text().getAttribute("contenteditable"), find("[role=note]")?.textContent]).toEqual(["false", expect.stringContaining("video")]);
    expect(values).toEqual([]);
    find("[role=note] uui-button:last-of-type")!.click();
    await settled(element);
    expect([text().getAttribute("contenteditable"), find("[role=note]"), values]).toEqual(["true", null, []]);
  });

  it("gives HTML as it is written", async () => {
    const { element, find, values } = await shown({ value: VIDEO });
    find("[role=note] uui-button")!.click();
    await settled(element);
    const source = find<HTMLTextAreaElement>("textarea")!;
    expect(source.value).toBe(VIDEO);
    source.value = VIDEO.replace("a.mp4", "b.mp4");
    source.dispatchEvent(new Event("input"));
    expect(values).toEqual([VIDEO.replace("a.mp4", "b.mp4")]);
  });

  it("follows what others write", async () => {
    const { element, text, find } = await shown({ value: VIDEO });
    element.value = "<p>Other</p>";
    await settled(element);
    expect([text().textContent, find("[role=note]")]).toEqual(["Other", null]);
  });
});
