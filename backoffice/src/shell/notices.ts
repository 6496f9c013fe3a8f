/**
 * Where messages stand: at the top, where they cover nothing that one needs. What went well leaves by itself; what did
 * not moves the page down a little, and waits to be closed.
 */

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
const READING_MILLISECONDS = 50;

@customElement("cd-notices")
export class Notices extends AppElement {
  readonly #notices = this.select((state) => state.notices);
  readonly #leaving = new WeakSet<Notice>();

  override render(): TemplateResult {
    const went = (well: boolean) => this.#notices.value.filter(({ kind }) => (kind === "positive") === well);
    return html`<div role="log" aria-label=${t("notices.label")}>
      ${this.#listed(went(false))}
      <div class="done">${this.#listed(went(true))}</div>
    </div>`;
  }

  override updated(): void {
    for (const notice of this.#notices.value) {
      if (notice.kind !== "positive" || this.#leaving.has(notice)) continue;
      this.#leaving.add(notice);
      const stays = (notice.offer ? OFFER_STAYS_MILLISECONDS : STAYS_MILLISECONDS) + READING_MILLISECONDS * notice.text.length;
      setTimeout(() => this.#notices.value.includes(notice) && this.#close(notice), stays);
    }
  }

  #listed(notices: readonly Notice[]): unknown {
    return repeat(
      notices,
      (notice) => notice.id,
      (notice) => this.#shown(notice),
    );
  }

  #shown(notice: Notice): TemplateResult {
    const { kind, headline, text, offer } = notice;
    return html`<div class="notice ${kind}">
      <p><strong>${headline}</strong>${text ? html`<br />${text}` : nothing}</p>
      ${offer ? offerOf(offer, notice, (taken) => this.#close(taken)) : nothing}
      ${kind === "positive"
        ? nothing
        : html`<button aria-label=${t("action.close")} @click=${() => this.#close(notice)}>×</button>`}
    </div>`;
  }

  #close({ id }: Notice): void {
    this.services.store.dispatch({ type: "notice/closed", id });
  }

  static override styles = [
    shared,
    css`
      [role="log"] {
        position: relative;
        max-height: 30dvh;
        overflow: auto;
      }

      .notice {
        display: flex;
        align-items: start;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-3) var(--uui-size-space-5);
        border-bottom: 1px solid var(--uui-color-border);
        border-left: 5px solid var(--uui-color-default);
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
      }

      .warning {
        border-left-color: var(--uui-color-warning);
      }

      .danger {
        border-left-color: var(--uui-color-danger);
      }

      /* What went well stands over the page for a moment, and lets every click through. */
      .done {
        position: fixed;
        z-index: 5;
        top: 54px;
        left: 50%;
        display: grid;
        justify-items: center;
        gap: var(--uui-size-space-2);
        width: max-content;
        max-width: calc(100vw - 24px);
        transform: translateX(-50%);
        pointer-events: none;
      }

      .positive {
        padding: var(--uui-size-space-3) var(--uui-size-space-5);
        border: 1px solid var(--uui-color-border);
        border-left: 5px solid var(--uui-color-positive);
        border-radius: 4px;
        box-shadow: var(--uui-shadow-depth-3);
      }

      p {
        flex: 1;
        max-width: 60rem;
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }

      button {
        min-width: 24px;
        min-height: 24px;
        margin-left: auto;
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
