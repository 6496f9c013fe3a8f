import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DocumentAnswer, DocumentType, PropertyType } from "../src/api/model.js";
import { labelOf } from "../src/editor/difference.js";
import { draftOf } from "../src/store/fields.js";
import { differences } from "../src/store/merge.js";
import "../src/editor/document-fields.js";
import "../src/editor/segment-values.js";
import { offeredSegments, shownSegments } from "../src/editor/segments.js";
import type { ValueInput } from "../src/editor/inputs/input.js";
import { type Services, servicesContext } from "../src/services.js";
import { isDirty } from "../src/store/documents.js";
import { segmentName } from "../src/store/segments.js";
import { type Action, initialState, reduce } from "../src/store/state.js";
import { Store } from "../src/store/store.js";

vi.mock("../src/shell/components.js", () => ({}));

// The tests' browser has no popovers.
HTMLElement.prototype.showPopover ??= () => undefined;
HTMLElement.prototype.hidePopover ??= () => undefined;

const SEGMENTS = [
  { alias: "subscribers", name: "Subscribers" },
  { alias: "press", name: "Press" },
];
const teaser = { alias: "teaser", label: "Teaser", editor: "text", valueType: "text", configuration: null } as PropertyType;
const type = { variesByCulture: true, properties: [teaser], inheritedProperties: [] } as unknown as DocumentType;

const document_ = (version: number, values: Readonly<Record<string, string | null>>): DocumentAnswer =>
  ({
    key: "home",
    version,
    variants: [{ culture: "en", name: "Home" }],
    values: Object.entries(values).map(([segment, value]) => ({
      alias: "teaser",
      culture: "en",
      segment: segment || null,
      value,
      publishedValue: null,
    })),
  }) as unknown as DocumentAnswer;

const home = document_(1, { "": "For all", subscribers: "For some", forgotten: null });
const asked: Action = { type: "document/asked", key: "home", request: 1 };
const loaded: Action = { type: "document/loaded", key: "home", request: 1, loaded: { document: home, etag: '"1"' } };

class Page extends LitElement {
  readonly store = new Store();

  constructor() {
    super();
    const services = { store: this.store } as unknown as Services;
    new ContextProvider(this, { context: servicesContext, initialValue: services });
    this.store.dispatch({ type: "segments/loaded", segments: SEGMENTS });
    this.store.dispatch(asked);
    this.store.dispatch(loaded);
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }

  open() {
    const open = this.store.state.documents["home"];
    if (open?.kind !== "open") throw new Error("not open");
    return open;
  }
}
customElements.define("segments-page", Page);

async function shown(properties: object = {}) {
  const page = document.createElement("segments-page") as Page;
  const element = document.createElement("cd-segment-values");
  const show = async () => {
    const { base, edits, errors } = page.open();
    Object.assign(element, { draft: draftOf(base.document), edits, errors });
    await element.updateComplete;
  };
  Object.assign(element, { document: "home", type: teaser, culture: "en", ...properties });
  const { base, edits, errors } = page.open();
  Object.assign(element, { draft: draftOf(base.document), edits, errors });
  page.append(element);
  document.body.append(page);
  await element.updateComplete;
  const labels = () => [...element.renderRoot.querySelectorAll("cd-text-input")].map(({ label }) => label);
  const button = (label: string) =>
    [...element.renderRoot.querySelectorAll<HTMLElement>("uui-button")].find((one) => one.getAttribute("label") === label);
  return { page, element, show, labels, button };
}

afterEach(() => document.body.replaceChildren());

describe("segments", () => {
  it("are shown where they have a value or are open, and only those of that culture", () => {
    const draft = draftOf(home);
    expect(shownSegments("teaser", "en", draft, {}, [])).toEqual(["subscribers"]);
    expect(shownSegments("teaser", "de", draft, {}, [])).toEqual([]);
    expect(shownSegments("teaser", "en", draft, { "values.teaser[en,press]": "x" }, [])).toEqual(["subscribers", "press"]);
    expect(shownSegments("teaser", "en", draft, { "values.teaser[en,subscribers]": null }, ["press"])).toEqual(["press"]);
  });

  it("are offered when the server knows them, or a value of the document has them", () => {
    expect(offeredSegments(SEGMENTS, draftOf(home), ["subscribers"])).toEqual(["press", "forgotten"]);
    expect(offeredSegments(undefined, {}, [])).toEqual([]);
  });

  it("are called by their name, and by their alias where the server does not know them", () => {
    expect(labelOf("values.teaser[en,subscribers]", type, SEGMENTS)).toBe("Teaser (English, Subscribers)");
    expect(labelOf("values.teaser[,forgotten]", type, SEGMENTS)).toBe("Teaser (forgotten)");
    expect(segmentName(undefined, "press")).toBe("press");
  });

  it("are told apart when two people changed one document", () => {
    const newer = document_(2, { "": "For all", subscribers: "Theirs" });
    const found = differences(home, { "values.teaser[en]": "Mine" }, newer);
    expect(found.map(({ field, changedBy }) => [field, changedBy])).toEqual([
      ["values.teaser[en]", "me"],
      ["values.teaser[en,subscribers]", "them"],
    ]);
  });

  it("are asked for again after a sign-in, and when the server was away", () => {
    const known = reduce(initialState, { type: "segments/loaded", segments: SEGMENTS });
    expect(reduce(known, { type: "live/connected", whole: true }).segments).toBe(SEGMENTS);
    expect(reduce(known, { type: "live/connected", whole: false }).segments).toBeUndefined();
    expect(reduce(known, { type: "session/left", ended: false }).segments).toBeUndefined();
  });
});

describe("the values of segments", () => {
  it("stand below the value for everybody, and say who gets that", async () => {
    const { element, labels } = await shown();
    expect(labels()).toEqual(["Teaser (English, Subscribers)"]);
    expect(element.renderRoot.textContent).toContain("Everybody else gets the value above.");
  });

  it("are cleared, which is a change to save like any other", async () => {
    const { page, show, labels, button } = await shown();
    button("Clear Teaser (English, Subscribers)")?.click();
    await show();
    expect([labels(), isDirty(page.open())]).toEqual([[], true]);
    expect(page.open().edits).toEqual({ "values.teaser[en,subscribers]": null });
  });

  it("stay open while somebody empties them", async () => {
    const { element, show, labels } = await shown();
    element.renderRoot.querySelector("cd-text-input")?.dispatchEvent(new CustomEvent("cd-change", { detail: null }));
    await show();
    expect(labels()).toEqual(["Teaser (English, Subscribers)"]);
    expect(element.renderRoot.textContent).toContain("these readers get the one for everybody, too");
  });

  it("that were emptied close once that is saved, here or by somebody else", async () => {
    const { page, element, show, labels } = await shown();
    element.renderRoot.querySelector("cd-text-input")?.dispatchEvent(new CustomEvent("cd-change", { detail: null }));
    await show();
    const saved = { document: document_(2, { "": "For all" }), etag: '"2"' };
    page.store.dispatch({ type: "document/saved", key: "home", loaded: saved });
    await show();
    expect(labels()).toEqual([]);
  });

  it("are added from the menu of those that are left", async () => {
    const { element, labels, button } = await shown();
    button("Teaser (English): add a value for a segment")?.click();
    const menu = element.renderRoot.querySelector("cd-menu");
    expect(menu?.items.map(({ label }) => label)).toEqual(["Press", "forgotten"]);
    menu?.items[0]?.act();
    await element.updateComplete;
    expect(labels()).toEqual(["Teaser (English, Subscribers)", "Teaser (English, Press)"]);
  });

  it("show what is wrong with them", async () => {
    const { page, element, show } = await shown();
    const errors = [{ field: "values.teaser[en,subscribers]", message: "too long" }];
    page.store.dispatch({ type: "document/refused", key: "home", errors });
    await show();
    expect(element.renderRoot.querySelector<ValueInput>("cd-text-input")?.error).toBe("too long");
    page.store.dispatch({ type: "document/edited", key: "home", field: "values.teaser[en,subscribers]", value: "s" });
    expect(page.open().errors).toEqual([]);
  });

  it("are gone to when something is wrong with them, also where no field is open yet", async () => {
    const { base, edits, errors } = (document.createElement("segments-page") as Page).open();
    const page = document.createElement("segments-page") as Page;
    const varying = { ...teaser, variesByCulture: true, variesBySegment: true, description: "", mandatory: false };
    const fields = Object.assign(document.createElement("cd-document-fields"), {
      document: base.document,
      type: { ...type, variesBySegment: true, properties: [varying] },
      edits,
      errors,
      unfinished: {},
      cultures: ["en"],
    } as object);
    page.append(fields);
    document.body.append(page);
    for (const segment of ["subscribers", "press"]) {
      expect(await fields.show(`values.teaser[en,${segment}]`)).toBe(true);
      const values = fields.renderRoot.querySelector("cd-segment-values")!;
      const input = values.renderRoot.querySelector(`[data-segment=${segment}] cd-text-input`)!;
      expect(input.shadowRoot!.activeElement?.localName).toBe("input");
    }
  });

  it("cannot be changed by who may only read", async () => {
    const { element, labels } = await shown({ readonly: true });
    expect(labels()).toEqual(["Teaser (English, Subscribers)"]);
    expect(element.renderRoot.querySelectorAll("uui-button")).toHaveLength(0);
  });
});
