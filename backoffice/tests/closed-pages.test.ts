import { afterEach, expect, it, vi } from "vitest";
import "../src/admin/admin-section.js";
import type { CurrentUser } from "../src/api/security.js";
import "../src/shell/app.js";
import { onPage, settled } from "./on-page.js";

// The design system needs more of a browser than these tests have; its elements stay plain ones here.
vi.mock("../src/shell/components.js", () => ({}));
vi.mock("../src/shell/icons.js", () => ({ provideIcons: () => undefined }));
vi.mock("../src/shell/theme.js", () => ({ THEMES: [], beginTheme: () => undefined, theme: () => "system" }));
vi.mock("../src/shell/lazy.js", () => ({ fetchCode: async () => undefined, tellMissingCode: () => undefined }));
vi.stubGlobal("fetch", () => new Promise(() => undefined));

const FORBIDDEN = "You may not see this page.";
const WITHDRAWN = "You may no longer see this page. Your rights were changed while you were here.";

const entered = (sections: readonly string[], trees: readonly string[] = []) =>
  ({
    type: "session/entered",
    user: { key: "clara", name: "Clara", language: "en", sections, trees, verbs: [] } as unknown as CurrentUser,
  }) as const;

const whyOf = (root: ParentNode) => root.querySelector("cd-nothing-here")?.getAttribute("why");

afterEach(() => document.body.replaceChildren());

async function appAt(path: string) {
  history.replaceState(null, "", `/umbraco/${path}`);
  const app = document.createElement("cd-app");
  app.services.begin = async () => undefined;
  document.body.append(app);
  const enters = async (...rights: Parameters<typeof entered>) => {
    app.services.store.dispatch(entered(...rights));
    await app.updateComplete;
    return whyOf(app.renderRoot);
  };
  const goes = async (to: string) => {
    app.dispatchEvent(new CustomEvent("cd-go", { detail: `/umbraco/${to}` }));
    await settled();
    return whyOf(app.renderRoot);
  };
  return { app, enters, goes };
}

it("a section that was never open to its user is not said to be withdrawn", async () => {
  const { app, enters, goes } = await appAt("users");
  expect(await enters(["content"])).toBe(FORBIDDEN);
  expect(await enters(["content", "settings"])).toBe(FORBIDDEN);
  expect(await enters(["content", "users"])).toBeUndefined();
  expect(await enters(["content"])).toBe(WITHDRAWN);
  app.requestUpdate();
  await app.updateComplete;
  expect(whyOf(app.renderRoot)).toBe(WITHDRAWN);
  await goes("content");
  expect(await goes("users")).toBe(FORBIDDEN);
});

it("a section closes as withdrawn only to who was there, not to the next user", async () => {
  const { app, enters } = await appAt("users");
  await enters(["users"]);
  app.services.store.dispatch({ type: "session/left", ended: true });
  await app.updateComplete;
  expect(await enters(["content"])).toBe(FORBIDDEN);
});

it("a page of a section says the same", async () => {
  const element = Object.assign(document.createElement("cd-admin-section"), { section: "settings", parts: ["languages"] });
  const { root, store } = await onPage(element);
  const enters = async (trees: readonly string[]) => {
    store.dispatch(entered(["settings"], trees));
    await element.updateComplete;
    return whyOf(root);
  };
  expect(await enters(["documentTypes"])).toBe(FORBIDDEN);
  expect(await enters(["languages"])).toBeUndefined();
  expect(await enters([])).toBe(WITHDRAWN);
  element.parts = ["document-type"];
  await element.updateComplete;
  expect(whyOf(root)).toBe(FORBIDDEN);
});
