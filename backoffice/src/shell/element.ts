/** What all elements of the page share: the services, the language, and one place for each style rule. */

import { consume } from "@lit/context";
import { LitElement, type ReactiveController, css } from "lit";
import { LanguageController } from "../i18n/i18n.js";
import { type Services, servicesContext } from "../services.js";
import type { State } from "../store/state.js";
import { Selection } from "../store/store.js";

const drawings = new EventTarget();

/** Calls something whenever any element of the page has been drawn. */
export function whenDrawn(then: () => void): void {
  drawings.addEventListener("drawn", then);
}

const drawing: ReactiveController = {
  hostUpdated() {
    drawings.dispatchEvent(new Event("drawn"));
  },
};

export abstract class AppElement extends LitElement {
  @consume({ context: servicesContext })
  services!: Services;

  constructor() {
    super();
    new LanguageController(this);
    this.addController(drawing);
  }

  /** Draws this element again whenever the selected part of the state becomes another one. */
  protected select<T>(part: (state: State) => T): Selection<T> {
    return new Selection(this, () => this.services.store, part);
  }
}

export const shared = css`
  :host([hidden]) {
    display: none;
  }

  * {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3 {
    margin: 0;
    line-height: 1.25;
  }

  a {
    color: var(--uui-color-interactive);
  }

  a:hover {
    color: var(--uui-color-interactive-emphasis);
  }

  :focus-visible {
    outline: 2px solid var(--uui-color-focus);
    outline-offset: 1px;
  }

  .quiet {
    color: var(--uui-color-text-alt);
  }

  .only-read-aloud {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
