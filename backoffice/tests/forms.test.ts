import { beforeEach, describe, expect, it, vi } from "vitest";
import { submitOnEnter } from "../src/shell/forms.js";

describe("submitOnEnter", () => {
  const submitted = vi.fn();
  let form: HTMLFormElement;

  beforeEach(() => {
    submitted.mockReset();
    document.body.innerHTML = `<form><input name="text" /><input type="checkbox" /><textarea></textarea></form>`;
    form = document.querySelector("form")!;
    form.requestSubmit = submitted;
    form.addEventListener("keydown", submitOnEnter);
  });

  const press = (selector: string, init: KeyboardEventInit): void => {
    form.querySelector(selector)!.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  };

  it("submits once from a text field", () => {
    press("[name=text]", { key: "Enter" });
    expect(submitted).toHaveBeenCalledOnce();
  });

  it.each([
    ["[name=text]", { key: "a" }],
    ["[name=text]", { key: "Enter", isComposing: true }],
    ["[type=checkbox]", { key: "Enter" }],
    ["textarea", { key: "Enter" }],
  ])("leaves %s with %o alone", (selector, init) => {
    press(selector, init);
    expect(submitted).not.toHaveBeenCalled();
  });
});
