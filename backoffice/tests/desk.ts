/** A page with services for elements under test, whose requests the test answers. */

import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { expect, vi } from "vitest";
import { Problem } from "../src/api/problem.js";
import { type Services, servicesContext } from "../src/services.js";
import type { AppElement } from "../src/shell/element.js";
import { Leaving } from "../src/shell/leaving.js";
import { Store } from "../src/store/store.js";

/** A request that the test answers when it wants to. */
export class Request {
  readonly answered: Promise<unknown>;
  answer!: (data: unknown, etag?: string) => void;
  refuse!: (status: number, body?: object) => void;

  constructor(
    readonly method: string,
    readonly path: string,
    readonly options: { readonly body?: object; readonly ifMatch?: string; readonly query?: object } = {},
  ) {
    this.answered = new Promise((resolve, reject) => {
      this.answer = (data, etag = '"1"') => resolve({ data, etag });
      this.refuse = (status, body = {}) => reject(new Problem(status, { ...body }));
    });
  }
}

export class FakeClient {
  readonly requests: Request[] = [];

  send(method: string, path: string, options?: object): Promise<{ readonly data: unknown }> {
    const request = new Request(method, path, options);
    this.requests.push(request);
    return request.answered as Promise<{ readonly data: unknown }>;
  }

  async get(path: string, query?: object): Promise<unknown> {
    return (await this.send("GET", path, { query })).data;
  }

  async post(path: string, body?: object): Promise<unknown> {
    return (await this.send("POST", path, { body })).data;
  }

  async put(path: string, body?: object): Promise<unknown> {
    return (await this.send("PUT", path, { body })).data;
  }

  async delete(path: string): Promise<void> {
    await this.send("DELETE", path);
  }

  /** The last request of this kind that was made. */
  last(method: string, path: string): Request {
    const found = this.requests.findLast((one) => one.method === method && one.path.split("?")[0] === path);
    expect(found, `${method} ${path}`).toBeDefined();
    return found!;
  }
}

export const ADA = { key: "ada", name: "Ada", email: "ada@example.org", language: "en-US", isAdministrator: true };

export class DeskPage extends LitElement {
  readonly client = new FakeClient();
  readonly store = new Store();
  readonly leaving = new Leaving();
  readonly signOut = vi.fn(async () => undefined);
  readonly services = {
    client: this.client,
    store: this.store,
    leaving: this.leaving,
    signOut: this.signOut,
    people: { nameOf: (key: string) => key },
  } as unknown as Services;

  constructor() {
    super();
    new ContextProvider(this, { context: servicesContext, initialValue: this.services });
    const rights = { sections: [], trees: [], verbs: [], hasDocumentRootAccess: true };
    this.store.dispatch({ type: "session/entered", user: { ...ADA, ...rights } });
  }

  override createRenderRoot(): HTMLElement {
    return this;
  }
}
customElements.define("test-desk-page", DeskPage);

export async function shown<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, properties: object = {}) {
  const page = document.createElement("test-desk-page") as DeskPage;
  const element = Object.assign(document.createElement(tag), properties) as HTMLElementTagNameMap[Tag] & AppElement;
  const went: string[] = [];
  for (const type of ["cd-go", "cd-become"] as const) {
    page.addEventListener(type, ({ detail }) => went.push(`${type} ${detail}`));
  }
  page.append(element);
  document.body.append(page);
  await drawn(element);
  const root = element.renderRoot as ShadowRoot;
  const field = (id: string): HTMLInputElement => root.querySelector<HTMLInputElement>(`#${id}`)!;
  const type = async (id: string, text: string): Promise<void> => {
    field(id).value = text;
    field(id).dispatchEvent(new Event("input"));
    await drawn(element);
  };
  const submit = async (form = "form"): Promise<void> => {
    root.querySelector(form)!.dispatchEvent(new Event("submit", { cancelable: true }));
    await drawn(element);
  };
  return { element, page, client: page.client, root, field, type, submit, went };
}

/** Waits until everything that has been answered is drawn. */
export async function drawn(element: AppElement): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
}
