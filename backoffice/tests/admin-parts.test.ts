import { render } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { selectField } from "../src/admin/fields.js";
import "../src/admin/blueprints/dialogs.js";
import "../src/admin/types/property-panel.js";
import "../src/admin/users/node-picker.js";
import "../src/admin/users/user-list.js";
import "../src/editor/inputs/document-input.js";
import "../src/editor/inputs/rich/link-dialog.js";
import "../src/editor/value-difference.js";
import "../src/shell/header.js";
import { newType, withChanged, withProperty } from "../src/admin/types/draft.js";
import { drawn, shown } from "./desk.js";

// The design system needs more of a browser than these tests have; its elements stay plain ones here.
vi.mock("../src/shell/components.js", () => ({}));

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

describe("a field with choices", () => {
  it("shows what is chosen, whatever was touched", () => {
    const options = ["a", "b", "c"].map((value) => ({ value, label: value }));
    const draw = (value: string) => render(selectField({ id: "f", label: "F", value, options, change: () => undefined }), document.body);
    draw("b");
    const select = document.querySelector("select")!;
    select.value = "c";
    draw("b");
    expect(select.value).toBe("b");
  });
});

describe("the choices of a property", () => {
  it("stay as they are typed, until others are shown", async () => {
    const property = withChanged(withProperty(newType), 0, { editor: "choice" }).properties[0]!;
    const { element, field, type } = await shown("cd-property-panel", { property });
    element.addEventListener("cd-property", ({ detail }) => (element.property = { ...element.property, ...detail }));
    await type("options", "high\n");
    expect(field("options").value).toBe("high\n");
    element.property = property;
    await drawn(element);
    expect(field("options").value).toBe("");
  });
});

describe("the names of documents", () => {
  const shownBy = (root: ShadowRoot) => root.querySelector("li")?.textContent?.trim().split("\n")[0];

  it("are called missing only when the server says so, and asked for again otherwise", async () => {
    const { element, client, page, root } = await shown("cd-document-input", { value: ["k1"], valueType: "json", readonly: true });
    client.last("GET", "/document/k1").refuse(500);
    await drawn(element);
    expect(shownBy(root)).toBe("…");
    page.store.dispatch({ type: "live/connected", whole: true });
    await drawn(element);
    client.last("GET", "/document/k1").answer({ name: "Ferry" });
    await drawn(element);
    expect(shownBy(root)).toBe("Ferry");
    Object.assign(element, { value: ["k2"] });
    await drawn(element);
    client.last("GET", "/document/k2").refuse(404);
    await drawn(element);
    expect(shownBy(root)).toBe("A document that is not there, or not for you");
    expect(client.requests).toHaveLength(3);
  });

  it("are asked for again in a difference", async () => {
    const property = { editor: "contentPicker", valueType: "json" };
    const { element, client, root } = await shown("cd-difference", { was: null, now: ["k1"], property });
    client.last("GET", "/document/k1").refuse(503);
    await drawn(element);
    element.requestUpdate();
    await drawn(element);
    client.last("GET", "/document/k1").answer({ name: "Ferry" });
    await drawn(element);
    expect(root.textContent).toContain("Ferry");
  });

  it("are said of a link, and do not stand for it when there is no such document", async () => {
    const key = "0195c0de-0000-7000-8000-00000000abcd";
    HTMLDialogElement.prototype.showModal ??= () => undefined;
    const { element, client, root } = await shown("cd-link-dialog", { href: `/{localLink:umb://document/${key.replaceAll("-", "")}}` });
    const request = client.requests.at(-1);
    if (request === undefined) throw new Error("no name was asked for");
    const about = (): string => root.querySelector("#about")!.textContent!;
    const before = about();
    request.refuse(500);
    await drawn(element);
    expect(about()).toBe(before);
    element.requestUpdate();
    await drawn(element);
    client.requests.at(-1)!.refuse(404);
    await drawn(element);
    expect(about()).toBe("A document that is not there, or not for you");
    expect((element as unknown as { answer(): { words: string } }).answer().words).not.toBe(about());
  });
});

describe("the walk through the tree", () => {
  const nodes = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: from + at, key: `${from + at}`, name: `Node ${from + at}`, hasChildren: false, access: "full" }));

  it("goes on where the list stopped", async () => {
    const { element, client, root } = await shown("cd-node-picker");
    client.last("GET", "/tree/document/root").answer({ items: nodes(0, 50), total: 700 });
    await drawn(element);
    for (let from = 50; from < 600; from += 50) {
      root.querySelector<HTMLElement>("ul + p uui-button")!.click();
      expect(client.requests.at(-1)?.options.query).toMatchObject({ skip: from, take: 50 });
      client.last("GET", "/tree/document/root").answer({ items: nodes(from, 50), total: 700 });
      await drawn(element);
    }
    expect(root.querySelectorAll("li")).toHaveLength(600);
  });

  it("searches when its user pauses, and takes only the last answer", async () => {
    const { element, client, root } = await shown("cd-node-picker");
    client.last("GET", "/tree/document/root").answer({ items: nodes(0, 1), total: 1 });
    await drawn(element);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const search = async (text: string) => {
      root.querySelector<HTMLInputElement>("#text")!.value = text;
      root.querySelector("#text")!.dispatchEvent(new Event("input"));
      await element.updateComplete;
    };
    for (const text of ["f", "fe", "fer"]) await search(text);
    expect(client.requests).toHaveLength(1);
    vi.advanceTimersByTime(200);
    const first = client.last("GET", "/document/search");
    await search("ferr");
    await search("fer");
    vi.advanceTimersByTime(200);
    vi.useRealTimers();
    const second = client.last("GET", "/document/search");
    expect([client.requests.length, first === second]).toEqual([3, false]);
    second.answer({ items: nodes(2, 1), total: 1 });
    await drawn(element);
    first.answer({ items: nodes(1, 1), total: 1 });
    await drawn(element);
    expect(root.querySelector("li span")?.textContent).toBe("Node 2");
  });
});

describe("the list of users", () => {
  it("is searched when its user pauses", async () => {
    const { element, client, root } = await shown("cd-user-list");
    client.last("GET", "/user").answer({ items: [], total: 0 });
    await drawn(element);
    const asked = (): number => client.requests.filter(({ path }) => path.startsWith("/user?")).length;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    for (const text of ["a", "ad", "ada"]) {
      root.querySelector<HTMLInputElement>("#text")!.value = text;
      root.querySelector("#text")!.dispatchEvent(new Event("input"));
      await element.updateComplete;
    }
    expect(asked()).toBe(1);
    vi.advanceTimersByTime(200);
    expect(client.requests.at(-1)?.path).toContain("filter=ada");
    expect(asked()).toBe(2);
  });
});

describe("the head of the page", () => {
  it("closes the user's menu when its link is followed", async () => {
    const { root } = await shown("cd-header");
    const menu = root.querySelector<HTMLElement>("#account")!;
    const hide = vi.fn();
    menu.hidePopover = hide;
    menu.querySelector("a")!.dispatchEvent(new Event("click"));
    expect(hide).toHaveBeenCalledOnce();
  });
});

describe("the dialog that renames a folder of blueprints", () => {
  it("says which, and sends another name", async () => {
    HTMLDialogElement.prototype.showModal ??= () => undefined;
    const { client, root, type, submit, field } = await shown("cd-rename-folder-dialog", { key: "f1", name: "Sport" });
    expect([root.querySelector("h2")?.textContent, field("name").value]).toEqual(["Rename the folder Sport", "Sport"]);
    await type("name", "Leisure");
    expect(root.querySelector("h2")?.textContent).toBe("Rename the folder Sport");
    await submit();
    expect(client.last("PUT", "/document-blueprint/folder/f1").options.body).toEqual({ name: "Leisure" });
  });
});
