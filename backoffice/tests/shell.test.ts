import { LitElement, html } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Client } from "../src/api/client.js";
import { Problem } from "../src/api/problem.js";
import { t } from "../src/i18n/i18n.js";
import { FocusKeeper, focusHeading, focusedElement, headingIn, rememberFocus } from "../src/shell/focus.js";
import { saidOf } from "../src/shell/messages.js";
import { isKey, partsOf, placeOf } from "../src/shell/router.js";
import { WindowTitle, titleOf } from "../src/shell/title.js";
import { PeopleFinder } from "../src/store/people-finder.js";
import { Store } from "../src/store/store.js";

afterEach(() => document.body.replaceChildren());

describe("the address", () => {
  it("is taken as it is where it is badly written", () => {
    expect(partsOf("/umbraco/%E0%A4")).toEqual(["%E0%A4"]);
    expect(partsOf("/umbraco/users/a%20b/%")).toEqual(["users", "a b", "%"]);
    expect(partsOf("/elsewhere")).toEqual([]);
  });

  it("names the same place whatever part of it is shown", () => {
    expect(placeOf(["content", "k", "history"])).toBe("content/k");
    expect(placeOf(["users", "user", "k"])).toBe("users/user/k");
  });

  it("tells what can be a key", () => {
    expect(isKey("0195c0de-0000-7000-8000-00000000abcd")).toBe(true);
    expect(isKey("not-a-key")).toBe(false);
    expect(isKey("0195c0de-0000-7000-8000-00000000abcd0")).toBe(false);
  });
});

describe("what is said about errors", () => {
  it("never uses the words of HTTP as a headline", () => {
    for (const [status, title] of [[400, "Bad Request"], [422, "Unprocessable Entity"], [418, "I'm a teapot"]] as const) {
      const [said] = saidOf(new Problem(status, { title, detail: "Because." }));
      expect(said).toMatchObject({ kind: "danger", text: "Because." });
      expect(said?.headline).not.toContain(title);
    }
  });

  it("is nothing when the sign-in is over: the door says so", () => {
    expect(saidOf(new Problem(401, { title: "Unauthorized", detail: "Sign in, and show the access token" }))).toEqual([]);
  });

  it("is what handlers said, where they did", () => {
    const messages = [{ category: "House style", message: "No.", type: "Error" }];
    expect(saidOf(new Problem(422, { title: "Unprocessable Entity", messages }))).toEqual([
      { kind: "danger", headline: "House style", text: "No." },
    ]);
  });
});

describe("the title of the window", () => {
  it("names what is open, where, and the product, each once", () => {
    expect(titleOf(" Storm\n damages ", "Content")).toBe("Storm damages – Content – Copydesk");
    expect(titleOf("Content", "Content")).toBe("Content – Copydesk");
    expect(titleOf(undefined, undefined)).toBe("Copydesk");
  });
});

describe("the title of the window", () => {
  it("follows its heading without looking through the page each time, and finds the next one", async () => {
    const drawn = () => new Promise((resolve) => setTimeout(resolve, 80));
    document.body.innerHTML = "<main><h1>One</h1></main>";
    const page = vi.fn(() => document.querySelector("main"));
    const title = new WindowTitle(page, () => undefined);
    const look = async () => {
      title.look();
      await drawn();
      return document.title;
    };
    expect(await look()).toBe("One – Copydesk");
    document.querySelector("h1")!.textContent = "Two";
    expect(await look()).toBe("Two – Copydesk");
    expect(page).toHaveBeenCalledTimes(1);
    document.querySelector("h1")!.replaceWith(Object.assign(document.createElement("h1"), { textContent: "Three" }));
    expect(await look()).toBe("Three – Copydesk");
  });
});

class FocusPage extends LitElement {
  override render() {
    return html`<h1>Page</h1>
      <button id="before">Before</button>
      <div class="row"><button id="gone">Goes</button><button id="next">Stays</button></div>`;
  }
}
customElements.define("test-focus-page", FocusPage);

describe("the focus", () => {
  async function page() {
    const element = document.createElement("test-focus-page") as FocusPage;
    document.body.append(element);
    await element.updateComplete;
    return (selector: string) => element.renderRoot.querySelector<HTMLElement>(selector)!;
  }

  it("comes back to where it was, inside a shadow", async () => {
    const find = await page();
    find("#gone").focus();
    const bringBack = rememberFocus();
    find("#before").focus();
    bringBack();
    expect(focusedElement()?.id).toBe("gone");
  });

  it("comes back near to what is gone", async () => {
    const find = await page();
    find("#gone").focus();
    const bringBack = rememberFocus();
    find("#gone").remove();
    bringBack();
    expect(focusedElement()?.id).toBe("next");
  });

  it("is not lost with what had it", async () => {
    const find = await page();
    new FocusKeeper().begin();
    find("#gone").focus();
    find("#gone").dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
    find("#gone").remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(focusedElement()?.id).toBe("next");
  });

  it("goes to the heading of what was opened, unless somebody goes on", async () => {
    const find = await page();
    const frames = () => new Promise((resolve) => setTimeout(resolve, 60));
    expect(headingIn(document)?.textContent).toBe("Page");
    focusHeading(document);
    await frames();
    expect(focusedElement()?.localName).toBe("h1");
    find("#before").focus();
    focusHeading(document);
    dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }));
    await frames();
    expect(focusedElement()?.id).toBe("before");
  });
});

describe("numbers in words", () => {
  it("are followed by the form that goes with them", () => {
    expect(t("search.found", { count: 1 })).toBe("1 document found");
    expect(t("search.found", { count: 2 })).toBe("2 documents found");
    expect(t("publish.branch-done", { count: 0, left: 1 })).toBe("0 documents published, 1 left out");
  });
});

describe("the names of people", () => {
  it("are asked for once, again after a failure, and anew when somebody changed", async () => {
    const asked: string[] = [];
    let name: string | undefined;
    const client = {
      get: async (_: string, { key }: { key: string[] }) => {
        asked.push(...key);
        if (name === undefined) throw new Error("The network is gone.");
        return key.map((one) => ({ key: one, name }));
      },
    } as unknown as Client;
    const store = new Store();
    const people = new PeopleFinder(store, client);
    const soon = () => new Promise((resolve) => setTimeout(resolve));
    expect(people.nameOf("u")).toBe("Somebody");
    await soon();
    name = "Ben";
    expect(people.nameOf("u")).toBe("Somebody");
    await soon();
    expect([people.nameOf("u"), people.nameOf("u")]).toEqual(["Ben", "Ben"]);
    name = "Benjamin";
    store.dispatch({ type: "live/event", own: false, event: { eventType: "Updated", eventSource: "Umbraco:CMS:User", key: "u" } });
    await soon();
    expect(people.nameOf("u")).toBe("Benjamin");
    expect(asked).toEqual(["u", "u", "u"]);
  });
});
