/** What stands where there is nothing, or nothing any more for whoever looks. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type MessageKey, t } from "../i18n/i18n.js";
import { AppElement, shared } from "./element.js";
import { hrefOf } from "./router.js";

/** Remembers what was open, to tell what closes under somebody's eyes from what never was open to them. */
export class Opened {
  #last: string | undefined;

  /** @param name of what is open now; nothing when nobody looks any more. */
  saw(name: string | undefined): void {
    this.#last = name;
  }

  /** Why something that exists is not shown. */
  why(name: string | undefined): MessageKey {
    if (name !== this.#last) this.#last = undefined; // What was open before has been left.
    return name !== undefined && name === this.#last ? "page.withdrawn" : "page.forbidden";
  }
}

@customElement("cd-nothing-here")
export class NothingHere extends AppElement {
  /** In words; that there is nothing without them. */
  @property() why = "";

  override render(): TemplateResult {
    return html`<div role="alert"><h1>${this.why || t("page.missing")}</h1></div>
      <p><a href=${hrefOf()}>${t("page.start")}</a></p>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        padding: var(--uui-size-layout-1);
      }

      h1 {
        font-size: 1.25rem;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-nothing-here": NothingHere;
  }
}
