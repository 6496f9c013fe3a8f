import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/tree/create-dialog.js";
import { onPage, settled } from "./on-page.js";

vi.mock("../src/shell/components.js", () => ({}));

afterEach(() => document.body.replaceChildren());

/** Writes into the field with that number, or chooses there. */
function write(root: ParentNode, find: string, value: string, number = 0): void {
  const field = root.querySelectorAll<HTMLInputElement | HTMLSelectElement>(find)[number]!;
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input"));
}

function submit(root: ParentNode): Promise<void> {
  root.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  return settled();
}

const LANGUAGES = [
  { code: "de", isDefault: false, isMandatory: true },
  { code: "en", isDefault: true, isMandatory: false },
];

describe("the dialog that creates", () => {
  const page = { alias: "page", name: "Page", icon: "", description: "", variesByCulture: true };
  const note = { alias: "note", name: "Note", icon: "", description: "", variesByCulture: false };

  async function creating() {
    const answers: Readonly<Record<string, unknown>> = {
      "/document/allowed-types": [page, note],
      "/language": LANGUAGES,
      "/document-blueprint": [{ key: "b", name: "Blueprint" }],
    };
    const post = vi.fn(async (_path: string, _body: unknown) => ({ key: "new", messages: [] }));
    const client = { get: async (path: string) => answers[path], post };
    const { root } = await onPage(document.createElement("cd-create-dialog"), { client });
    await settled();
    const choose = async (number: number) => {
      root.querySelectorAll<HTMLInputElement>("input[type=radio]")[number]!.dispatchEvent(new Event("change"));
      await settled();
    };
    const named = (code: string) => `input[lang="${code}"]`;
    const send = root.querySelector<HTMLElement & { disabled: boolean }>("uui-button[type=submit]")!;
    return { root, post, choose, named, send };
  }

  it("gives what is made of a blueprint the name that it shows, whichever was typed first", async () => {
    const { root, post, choose, named, send } = await creating();
    await choose(0);
    write(root, named("de"), "Deutsch");
    write(root, "select", "b");
    await settled();
    expect(root.querySelector(named("de"))).toBeNull();
    expect(send.hasAttribute("disabled")).toBe(true);
    write(root, named("en"), "English");
    await submit(root);
    expect(post.mock.calls).toEqual([["/document-blueprint/b/create-document", { name: "English", parentKey: null }]]);
  });

  it("keeps what was typed when another type is chosen", async () => {
    const { root, post, choose, named } = await creating();
    await choose(0);
    write(root, named("en"), "Name");
    write(root, named("de"), "Titel");
    await choose(1);
    expect(root.querySelector<HTMLInputElement>(named(""))?.value).toBe("Name");
    await choose(0);
    expect(root.querySelector<HTMLInputElement>(named("de"))?.value).toBe("Titel");
    await choose(1);
    await submit(root);
    const variants = [{ culture: null, name: "Name" }];
    expect(post.mock.calls).toEqual([["/document", { typeAlias: "note", parentKey: null, variants }]]);
  });
});
