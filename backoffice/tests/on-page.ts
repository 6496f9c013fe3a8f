/** A page for tests: elements on it are given services, and what these do is up to the test. */

import { ContextProvider } from "@lit/context";
import { LitElement } from "lit";
import { type Services, servicesContext } from "../src/services.js";
import type { AppElement } from "../src/shell/element.js";
import { Store } from "../src/store/store.js";

class TestPage extends LitElement {
  override createRenderRoot(): HTMLElement {
    return this;
  }
}
customElements.define("services-page", TestPage);

/** Puts an element on a page with services, and waits until it is drawn. */
export async function onPage<Element extends AppElement>(
  element: Element,
  services: object = {},
): Promise<{ readonly element: Element; readonly root: ShadowRoot; readonly store: Store }> {
  const store = (services as { readonly store?: Store }).store ?? new Store();
  const page = document.createElement("services-page") as TestPage;
  new ContextProvider(page, { context: servicesContext, initialValue: { store, ...services } as unknown as Services });
  page.append(element);
  document.body.append(page);
  await element.updateComplete;
  return { element, root: element.renderRoot as ShadowRoot, store };
}

/** Presses the button with a label. */
export function press(root: ParentNode, label: string): void {
  const buttons = [...root.querySelectorAll<HTMLElement>("uui-button, button")];
  const button = buttons.find((one) => (one.getAttribute("label") ?? one.textContent?.trim()) === label);
  if (button === undefined) throw new Error(`no button "${label}"`);
  button.click();
}

/** Waits until everything that was begun has been done, as far as no clock is in it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A promise, with what settles it. */
export function pending<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}
