import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/admin/account/account-page.js";
import "../src/admin/languages/language-page.js";
import "../src/admin/types/type-editor.js";
import "../src/admin/users/api-keys.js";
import "../src/admin/users/group-editor.js";
import "../src/admin/users/user-editor.js";
import type { AppElement } from "../src/shell/element.js";
import { ADA, type DeskPage, type Request, drawn, shown } from "./desk.js";

// The design system needs more of a browser than these tests have; its elements stay plain ones here.
vi.mock("../src/shell/components.js", () => ({}));

function list(page: DeskPage, name: "languages" | "apiKeys" | "userGroups", items: readonly object[]): void {
  const query = page.store.state.lists[name].query;
  page.store.dispatch({ type: "list/loaded", list: name, query, items: items as never, total: items.length });
}

afterEach(() => document.body.replaceChildren());

const NIA = {
  key: "nia",
  name: "Nia",
  email: "nia@example.org",
  language: "en-US",
  state: "active",
  groups: [],
  hasDocumentRootAccess: false,
  documentStartNodes: [],
  created: "2030-01-01T00:00:00Z",
  lastSignIn: null,
};
const DESK = {
  key: "desk",
  alias: "desk",
  name: "Desk",
  isProtected: false,
  sections: [],
  trees: [],
  verbs: [],
  documentVerbs: [],
  hasDocumentRootAccess: false,
  documentStartNodes: [],
  hasMediaRootAccess: false,
};
const ARTICLE = {
  key: "article",
  alias: "article",
  name: "Article",
  icon: "document",
  description: "",
  variesByCulture: false,
  variesBySegment: false,
  allowedAtRoot: true,
  allowedChildren: [],
  compositions: [],
  properties: [],
  inheritedProperties: [],
};

const EDITORS = [
  ["cd-user-editor", "/user", NIA],
  ["cd-group-editor", "/user-group", DESK],
  ["cd-type-editor", "/document-type", ARTICLE],
] as const;

describe.each(EDITORS)("%s", (tag, path, stored) => {
  async function opened() {
    const desk = await shown(tag, { key: stored.key });
    desk.client.last("GET", `${path}/${stored.key}`).answer(stored, '"1"');
    await drawn(desk.element);
    return desk;
  }

  it("keeps what is typed while a save is on its way, on what was saved", async () => {
    const { element, client, field, type, submit, page } = await opened();
    await type("name", "One");
    await submit();
    await type("name", "Two");
    client.last("PUT", `${path}/${stored.key}`).answer({ ...stored, name: "One" }, '"2"');
    await drawn(element);
    expect([field("name").value, page.leaving.unsaved]).toEqual(["Two", true]);
    await submit();
    const second = client.last("PUT", `${path}/${stored.key}`);
    expect(second.options).toMatchObject({ body: { name: "Two" }, ifMatch: '"2"' });
    second.answer({ ...stored, name: "Two" }, '"3"');
    await drawn(element);
    expect([field("name").value, page.leaving.unsaved]).toEqual(["Two", false]);
  });

  it("keeps what is typed while a new one is made, and becomes that without a question", async () => {
    const { element, client, field, type, submit, went, page } = await shown(tag, { key: "new" });
    await type("name", "One");
    await submit();
    await type("name", "Two");
    client.last("POST", path).answer({ ...stored, name: "One" }, '"1"');
    await drawn(element);
    expect([field("name").value, page.leaving.unsaved, went.length]).toEqual(["Two", true, 1]);
    expect(went[0]).toMatch(new RegExp(`^cd-become .*/${stored.key}$`));
  });

  it("takes an answer that comes when another one is open for what it is", async () => {
    const { element, client, field, type, submit } = await opened();
    await type("name", "One");
    await submit();
    Object.assign(element, { key: "other" });
    await drawn(element);
    client.last("GET", `${path}/other`).answer({ ...stored, key: "other", name: "Other" });
    client.last("PUT", `${path}/${stored.key}`).answer({ ...stored, name: "One" }, '"2"');
    await drawn(element);
    expect([field("name").value, (element as { key?: string }).key]).toEqual(["Other", "other"]);
  });

  it("shows what handlers said to a save", async () => {
    const { element, client, type, submit, page } = await opened();
    await type("name", "One");
    await submit();
    const messages = [{ category: "Style", message: "Well named.", type: "Info" }];
    client.last("PUT", `${path}/${stored.key}`).answer({ ...stored, name: "One", messages });
    await drawn(element);
    expect(page.store.state.notices.map(({ text }) => text)).toContain("Well named.");
  });
});

describe("the editor of a user", () => {
  async function changed() {
    const desk = await shown("cd-user-editor", { key: "nia" });
    desk.client.last("GET", "/user/nia").answer(NIA, '"1"');
    await drawn(desk.element);
    await desk.type("name", "Nia Park");
    const actions = desk.root.querySelector("cd-user-actions")!;
    const reread = async (user: object): Promise<void> => {
      actions.dispatchEvent(new CustomEvent("cd-user"));
      desk.client.last("GET", "/user/nia").answer(user, '"2"');
      await drawn(desk.element);
    };
    return { ...desk, reread };
  }

  it("keeps what was changed when something else is done to the user", async () => {
    const { client, field, submit, reread } = await changed();
    await reread({ ...NIA, state: "lockedOut" });
    expect(field("name").value).toBe("Nia Park");
    await submit();
    expect(client.last("PUT", "/user/nia").options.ifMatch).toBe('"2"');
  });

  it("is refused when somebody else changed the user at that time, and says so before", async () => {
    const { root, client, field, submit, reread } = await changed();
    await reread({ ...NIA, email: "park@example.org" });
    expect(root.querySelector("[role=alert]")?.textContent).toContain("Saving yours will be refused.");
    await submit();
    expect(client.last("PUT", "/user/nia").options.ifMatch).toBe('"1"');
    root.querySelector<HTMLElement>("[role=alert] uui-button")!.click();
    await drawn(root.host as AppElement);
    expect([field("name").value, field("email").value]).toEqual(["Nia", "park@example.org"]);
  });
});

describe("the languages", () => {
  const GERMAN = { code: "de-DE", name: "German", isDefault: false, isMandatory: false, fallback: null };
  const others = [{ code: "en-US", name: "English", isDefault: true, isMandatory: true, fallback: null }];

  it("keep what is typed while a save is on its way", async () => {
    const { element, page, client, root, field, type, submit, went } = await shown("cd-language-page", { code: "de-DE" });
    list(page, "languages", [...others, GERMAN]);
    await drawn(element);
    await type("name", "Deutsch");
    await submit();
    await type("name", "Hochdeutsch");
    client.last("PUT", "/language/de-DE").answer({ ...GERMAN, name: "Deutsch", messages: [] });
    await drawn(element);
    list(page, "languages", [...others, { ...GERMAN, name: "Deutsch" }]);
    await drawn(element);
    expect([field("name").value, went, root.querySelector("[role=alert]")]).toEqual(["Hochdeutsch", [], null]);
    await submit();
    client.last("PUT", "/language/de-DE").answer({ ...GERMAN, name: "Hochdeutsch" });
    await drawn(element);
    expect([page.leaving.unsaved, went]).toEqual([false, ["cd-go /umbraco/settings/languages"]]);
  });

  it("keep what is typed while a new one is added", async () => {
    const { element, page, client, field, type, submit, went } = await shown("cd-language-page", { code: "new" });
    list(page, "languages", others);
    await drawn(element);
    await type("code", "de-de");
    await submit();
    await type("name", "Deutsch");
    client.last("POST", "/language").answer({ ...GERMAN });
    await drawn(element);
    list(page, "languages", [...others, GERMAN]);
    await drawn(element);
    expect([field("name").value, went]).toEqual(["Deutsch", ["cd-become /umbraco/settings/languages/de-DE"]]);
  });
});

describe("one's own account", () => {
  it("keeps what is typed while the profile is saved", async () => {
    const { element, client, field, type, submit, page } = await shown("cd-account-page");
    await type("name", "One");
    await submit("form[aria-labelledby=profile]");
    await type("name", "Two");
    client.last("PUT", "/user/current").answer({ ...ADA, name: "One" });
    await drawn(element);
    expect([field("name").value, page.leaving.unsaved]).toEqual(["Two", true]);
  });

  it("keeps what is typed while the password is changed", async () => {
    const { element, client, field, type, submit } = await shown("cd-account-page");
    for (const id of ["currentPassword", "newPassword", "repeated"]) await type(id, "secret");
    await submit("form[aria-labelledby=password]");
    await type("currentPassword", "secrets");
    client.last("POST", "/user/current/change-password").answer(undefined);
    await drawn(element);
    expect(field("currentPassword").value).toBe("secrets");
  });

  it("says what is wrong itself, in the language of the page", async () => {
    const { root } = await shown("cd-account-page");
    expect([...root.querySelectorAll("form")].map((form) => form.noValidate)).toEqual([true, true]);
  });

  it("signs out everywhere as the header does", async () => {
    const { element, root, page, client } = await shown("cd-account-page");
    root.querySelector("cd-sure-button")!.dispatchEvent(new CustomEvent("cd-sure"));
    await drawn(element);
    expect([page.signOut.mock.calls, client.requests]).toEqual([[[true]], []]);
  });
});

describe("API keys", () => {
  async function keys() {
    const desk = await shown("cd-api-keys");
    list(desk.page, "apiKeys", []);
    list(desk.page, "userGroups", []);
    await drawn(desk.element);
    const secrets = () => [...desk.root.querySelectorAll("cd-secret")].map(({ value }) => value);
    const create = async (name: string): Promise<Request> => {
      await desk.type("name", name);
      await desk.submit();
      return desk.client.last("POST", "/api-key");
    };
    return { ...desk, secrets, create };
  }

  it("show each secret until somebody has taken it", async () => {
    const { element, root, page, secrets, create } = await keys();
    (await create("One")).answer({ key: "1", name: "One", secret: "first" });
    await drawn(element);
    list(page, "apiKeys", []);
    await drawn(element);
    expect([secrets(), page.leaving.unsaved]).toEqual([["first"], true]);
    (await create("Two")).refuse(400, { errors: [{ field: "name", message: "taken" }] });
    await drawn(element);
    expect(secrets()).toEqual(["first"]);
    (await create("Three")).answer({ key: "3", name: "Three", secret: "third" });
    await drawn(element);
    expect(secrets()).toEqual(["first", "third"]);
    root.querySelector("cd-secret")!.dispatchEvent(new CustomEvent("cd-done"));
    await drawn(element);
    expect(secrets()).toEqual(["third"]);
  });

  it("keep what is typed while one is made", async () => {
    const { element, type, field, page, create } = await keys();
    const request = await create("One");
    await type("name", "Two");
    request.answer({ key: "1", name: "One", secret: "first" });
    await drawn(element);
    list(page, "apiKeys", []);
    await drawn(element);
    expect(field("name").value).toBe("Two");
  });

  it("say that a year is too long, instead of doing nothing", async () => {
    const { element, client, root, submit } = await keys();
    Object.assign(element, { draft: { name: "One", groups: [], expires: "20300-01-02" } });
    await drawn(element);
    await submit();
    expect(root.querySelector("#expires-error")?.textContent).toBe("Write the year with four digits.");
    expect(client.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });
});
