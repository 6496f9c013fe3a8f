/** Says honestly when the page does not hear what others do. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "./element.js";

@customElement("cd-live-banner")
export class LiveBanner extends AppElement {
  readonly #live = this.select((state) => state.live);

  override render(): TemplateResult {
    const live = this.#live.value;
    const cut = live === "reconnecting" || live === "offline";
    return html`<div role="status" aria-live="polite">${cut ? html`<p>${t(`live.${live}`)}</p>` : nothing}</div>`;
  }

  static override styles = [
    shared,
    css`
      p {
        margin: 0;
        padding: var(--uui-size-space-2) var(--uui-size-space-5);
        background: var(--uui-color-warning);
        color: var(--uui-color-warning-contrast);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-live-banner": LiveBanner;
  }
}
