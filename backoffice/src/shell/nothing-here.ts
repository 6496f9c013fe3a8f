/** What stands where there is nothing, or nothing any more for whoever looks. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "./element.js";
import { hrefOf } from "./router.js";

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
