/** The corner in which messages stand. What went well leaves by itself; what did not waits to be closed. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/i18n.js";
import type { Notice } from "../store/notices.js";
import { AppElement, shared } from "./element.js";
import { offerOf, offerStyles } from "./notice-offer.js";

const STAYS_MILLISECONDS = 6_000;
/** What can be taken back is not to be gone before one has thought about it. */
const OFFER_STAYS_MILLISECONDS = 20_000;

@customElement("cd-notices")
export class Notices extends AppElement {
  readonly #notices = this.select((state) => state.notices);
  readonly #leaving = new Set<number>();

  override render(): TemplateResult {
    return html`<div role="log" aria-label=${t("notices.label")}>
      ${repeat(
        this.#notices.value,
        (notice) => notice.id,
        (notice) => this.#shown(notice),
      )}
    </div>`;
  }

  override updated(): void {
    for (const { id, kind, offer } of this.#notices.value) {
      if (kind !== "positive" || this.#leaving.has(id)) continue;
      this.#leaving.add(id);
      setTimeout(() => this.#close(id), offer ? OFFER_STAYS_MILLISECONDS : STAYS_MILLISECONDS);
    }
  }

  #shown(notice: Notice): TemplateResult {
    const { id, kind, headline, text, offer } = notice;
    return html`<div class="notice ${kind}">
      <p><strong>${headline}</strong>${text ? html`<br />${text}` : nothing}</p>
      ${offer ? offerOf(offer, notice, (taken) => this.#close(taken.id)) : nothing}
      <button aria-label=${t("action.close")} @click=${() => this.#close(id)}>×</button>
    </div>`;
  }

  #close(id: number): void {
    this.#leaving.delete(id);
    this.services.store.dispatch({ type: "notice/closed", id });
  }

  static override styles = [
    shared,
    css`
      [role="log"] {
        position: fixed;
        z-index: 5;
        right: var(--uui-size-space-4);
        bottom: var(--uui-size-space-4);
        display: grid;
        gap: var(--uui-size-space-3);
        width: min(24rem, calc(100vw - 24px));
        pointer-events: none;
      }

      .notice {
        display: flex;
        align-items: start;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border);
        border-left: 5px solid var(--uui-color-default);
        border-radius: 4px;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
        box-shadow: var(--uui-shadow-depth-3);
        pointer-events: auto;
      }

      .positive {
        border-left-color: var(--uui-color-positive);
      }

      .warning {
        border-left-color: var(--uui-color-warning);
      }

      .danger {
        border-left-color: var(--uui-color-danger);
      }

      p {
        flex: 1;
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }

      button {
        border: 0;
        background: none;
        color: inherit;
        font-size: 1.3rem;
        line-height: 1;
        cursor: pointer;
      }
    `,
    offerStyles,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-notices": Notices;
  }
}
