import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/admin/monitor/event-monitor.js";
import type { EventMonitor } from "../src/admin/monitor/event-monitor.js";
import "../src/admin/pager.js";
import "../src/admin/sure-button.js";
import "../src/admin/types/property-list.js";
import { Entity } from "../src/admin/entity.js";
import { Submission } from "../src/admin/submission.js";
import { type TypeDraft, newType, withChanged, withProperty } from "../src/admin/types/draft.js";
import { Problem, Unreachable } from "../src/api/problem.js";
import { type Services, servicesContext } from "../src/services.js";
import { AppElement } from "../src/shell/element.js";
import { Store } from "../src/store/store.js";

// The design system needs more of a browser than these tests have; its elements stay plain ones here.
vi.mock("../src/shell/components.js", () => ({}));

class Page extends LitElement {
  readonly store = new Store();
  readonly services = {
    store: this.store,
    people: { nameOf: (key: string) => `name of ${key}` },
  } as unknown as Services;

  constructor() {
    super();
    new ContextProvider(this, { context: servicesContext, initialValue: this.services });
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }
}
customElements.define("test-page", Page);

/** Puts an element on a page with services, and waits until it is drawn. */
async function shown<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, properties: object = {}) {
  const page = document.createElement("test-page") as Page;
  const element = Object.assign(document.createElement(tag), properties) as HTMLElementTagNameMap[Tag] & AppElement;
  page.append(element);
  document.body.append(page);
  await element.updateComplete;
  return { element, page, root: element.renderRoot as ShadowRoot };
}

function press(root: ShadowRoot, label: string): void {
  const button = [...root.querySelectorAll<HTMLElement>("uui-button")].find(
    (one) => one.getAttribute("label") === label,
  );
  expect(button, label).toBeDefined();
  button?.click();
}

afterEach(() => document.body.replaceChildren());

class OneUser extends AppElement {
  readonly user = new Entity<{ readonly name: string }>(this, (key) => `/user/${key}`);

  override render() {
    return this.user.data?.name ?? this.user.phase;
  }
}
customElements.define("one-user", OneUser);

describe("one thing of the administration", () => {
  it("is read, read again when the line is back, and forgotten with its page", async () => {
    const page = document.createElement("test-page") as Page;
    const answers = [new Unreachable("cut"), { data: { name: "Ann" }, etag: '"1"' }, { data: { name: "Anna" }, etag: '"2"' }];
    const asked: string[] = [];
    const send = (_: string, path: string): Promise<unknown> => {
      asked.push(path);
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    Object.assign(page.services, { client: { send } });
    const element = document.createElement("one-user") as OneUser;
    page.append(element);
    document.body.append(page);
    element.user.open("u");
    await expect.poll(() => element.shadowRoot?.textContent).toBe("failed");
    page.store.dispatch({ type: "live/connected", whole: true });
    await expect.poll(() => element.shadowRoot?.textContent).toBe("Ann");
    await element.user.reload();
    expect([element.user.data, element.user.etag, asked]).toEqual([{ name: "Anna" }, '"2"', ["/user/u", "/user/u", "/user/u"]]);
    element.remove();
    expect(page.store.state.entities).toEqual({});
  });
});

describe("a button for what somebody might regret", () => {
  it("asks once more, and can be told no", async () => {
    const { element, root } = await shown("cd-sure-button", { label: "Delete", question: "Really?" });
    let sure = 0;
    element.addEventListener("cd-sure", () => sure++);
    press(root, "Delete");
    await element.updateComplete;
    expect(root.textContent).toContain("Really?");
    press(root, "Cancel");
    await element.updateComplete;
    press(root, "Delete");
    await element.updateComplete;
    expect(sure).toBe(0);
    press(root, "Delete");
    expect(sure).toBe(1);
  });
});

describe("the pager", () => {
  it("leads through the list, and is not there for a short one", async () => {
    const { element, root } = await shown("cd-pager", { total: 60, size: 25, skip: 25 });
    expect(root.textContent).toContain("26 to 50 of 60");
    const asked: number[] = [];
    element.addEventListener("cd-page", ({ detail }) => asked.push(detail));
    press(root, "Next");
    press(root, "Previous");
    expect(asked).toEqual([50, 0]);
    Object.assign(element, { total: 20, skip: 0 });
    await element.updateComplete;
    expect(root.querySelector("nav")).toBeNull();
  });
});

describe("the monitor", () => {
  const heard = (page: Page, eventType: string, own = false) =>
    page.store.dispatch({
      type: "live/event",
      own,
      event: { eventType, eventSource: "Umbraco:CMS:Document", key: "k1", actorKey: "ada" },
    });
  const rows = (element: EventMonitor) =>
    [...element.renderRoot.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");

  it("draws what arrives, says who did it, and marks what this tab did", async () => {
    const { element, page } = await shown("cd-event-monitor");
    heard(page, "Created");
    heard(page, "Updated", true);
    await element.updateComplete;
    expect(rows(element)).toHaveLength(2);
    expect(rows(element)[0]).toMatch(/Updated[^]*name of ada[^]*this tab/);
    expect(rows(element)[1]).not.toContain("this tab");
  });

  it("says that something is missing after a reset", async () => {
    const { element, page } = await shown("cd-event-monitor");
    page.store.dispatch({ type: "live/reset" });
    await element.updateComplete;
    expect(rows(element)[0]).toContain("could not be told");
  });

  it("draws many events that come at once but a few times", async () => {
    const { element, page } = await shown("cd-event-monitor");
    let drawn = 0;
    element.addController({ hostUpdated: () => drawn++ });
    for (let count = 0; count < 20; count++) {
      heard(page, "Updated");
      await Promise.resolve();
    }
    await element.updateComplete;
    expect([rows(element).length, drawn]).toEqual([20, 1]);
  });

  it("draws no more rows than one can read, until asked to", async () => {
    const { element, page, root } = await shown("cd-event-monitor");
    for (let count = 0; count < 130; count++) heard(page, "Updated");
    await element.updateComplete;
    expect(rows(element)).toHaveLength(100);
    press(root, "Show more (30)");
    await element.updateComplete;
    expect(rows(element)).toHaveLength(130);
  });
});

describe("the list of properties", () => {
  const draft = ["One", "Two"].reduce((type, label, id) => withChanged(withProperty(type), id, { label }), newType);

  it("moves one by the keyboard, and says where it is now", async () => {
    const { element, page } = await shown("cd-sure-button");
    const submission = new Submission(element);
    const list = Object.assign(document.createElement("cd-property-list"), { draft, submission });
    page.append(list);
    await list.updateComplete;
    let next: TypeDraft | undefined;
    list.addEventListener("cd-draft", ({ detail }) => (next = detail));
    const item = list.renderRoot.querySelector("#property-1")!;
    item.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", altKey: true, bubbles: true }));
    await list.updateComplete;
    expect(next?.properties.map(({ label }) => label)).toEqual(["Two", "One"]);
    expect(list.renderRoot.querySelector("[role=status]")?.textContent).toBe("Two is now number 1 of 2");
  });
});

describe("sending a form", () => {
  async function refused(status: number, body: Readonly<Record<string, unknown>>) {
    const { element, page } = await shown("cd-sure-button");
    const submission = new Submission(element);
    const result = await submission.send(() => Promise.reject(new Problem(status, body)), "done", "in the way");
    return { submission, result, notices: page.store.state.notices };
  }

  it("says at each field what is wrong with it", async () => {
    const errors = [
      { field: "properties[1].alias", message: "bad" },
      { field: "compositions[0]", message: "gone" },
    ];
    const { submission, result, notices } = await refused(400, { errors });
    expect([result, submission.refusal, notices]).toEqual([undefined, undefined, []]);
    expect(submission.within("properties[1]")).toEqual([errors[0]]);
    expect([submission.starting("compositions"), submission.starting("properties[2]")]).toEqual(["gone", undefined]);
  });

  it("tells a stale save from what stands in the way, and both from what handlers say", async () => {
    expect((await refused(412, { title: "stale" })).submission).toMatchObject({ stale: true, refusal: undefined });
    expect((await refused(409, { title: "conflict" })).submission.refusal).toBe("in the way");
    expect((await refused(403, { detail: "no" })).submission.refusal).toBe("no");
    const { submission, notices } = await refused(422, {
      messages: [{ category: "Style", message: "no shouting", type: "Error" }],
    });
    expect([submission.refusal, notices.map(({ text }) => text)]).toEqual([undefined, ["no shouting"]]);
  });
});
