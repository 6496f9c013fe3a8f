import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../src/api/problem.js";
import "../src/editor/document-editor.js";
import { type Services, servicesContext } from "../src/services.js";
import { isUnsaved } from "../src/store/state.js";
import { Store } from "../src/store/store.js";

vi.mock("../src/shell/components.js", () => ({}));

class Desk extends LitElement {
  readonly store = new Store();
  override createRenderRoot = (): HTMLElement => this;
}
customElements.define("gone-desk", Desk);

async function opened(store: (store: Store) => void) {
  const desk = document.createElement("gone-desk") as Desk;
  const client = { send: () => Promise.reject(new Problem(404, {})) };
  new ContextProvider(desk, { context: servicesContext, initialValue: { store: desk.store, client } as unknown as Services });
  store(desk.store);
  const editor = Object.assign(document.createElement("cd-document-editor"), { key: "home" });
  desk.append(editor);
  document.body.append(desk);
  await vi.waitUntil(() => desk.store.state.documents["home"]?.kind === "gone");
  await editor.updateComplete;
  return { store: desk.store, editor };
}

afterEach(() => document.body.replaceChildren());

describe("a document that is gone", () => {
  it("gives back what was typed and is no value yet, until it is forgotten", async () => {
    const unfinished = { text: "12 min", message: "No number." };
    const { store, editor } = await opened((one) =>
      one.dispatch({ type: "document/unfinished", key: "home", field: "values.minutes", unfinished }),
    );
    const gone = editor.renderRoot.querySelector("cd-document-gone")!;
    await gone.updateComplete;
    expect(gone.renderRoot.querySelector("pre")?.textContent).toBe("12 min");
    gone.renderRoot.querySelector<HTMLElement>("uui-button")!.click();
    await editor.updateComplete;
    expect([isUnsaved(store.state), editor.renderRoot.querySelector("cd-nothing-here") !== null]).toEqual([false, true]);
  });

  it("says just that where nothing was changed", async () => {
    const { editor } = await opened(() => undefined);
    expect(editor.renderRoot.querySelector("cd-nothing-here")).not.toBeNull();
  });
});
