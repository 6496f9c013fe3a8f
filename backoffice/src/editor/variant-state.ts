/** The state of one culture of a document: a small mark, and the word for it. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { VariantState } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";

/** What is in the recycle bin is not read by anybody, whatever it was before. */
export type ShownState = VariantState | "trashed";

@customElement("cd-state")
export class VariantStateMark extends AppElement {
  @property() state: ShownState = "draft";
  /** The mark alone is to be seen; the word is for those who hear the page. */
  @property({ type: Boolean }) bare = false;

  override render(): TemplateResult {
    const word = t(`variant.${this.state}`);
    return html`<span class="mark ${this.state}" title=${word}></span>
      <span class=${this.bare ? "only-read-aloud" : "word"}>${word}</span>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--uui-size-space-2);
        font-weight: 400;
      }

      .mark {
        flex: none;
        width: 9px;
        height: 9px;
        border: 2px solid currentColor;
        border-radius: 50%;
      }

      .published,
      .publishedPendingChanges {
        border-color: var(--uui-color-positive-standalone);
        background: var(--uui-color-positive-standalone);
      }

      .publishedPendingChanges {
        background: var(--uui-color-warning);
      }

      .notCreated {
        border-width: 1px;
        border-style: dashed;
      }

      .trashed {
        border-color: var(--uui-color-danger-standalone);
      }

      .word {
        font-size: 0.87rem;
        color: var(--state-word, var(--uui-color-text-alt));
      }
    `,
  ];
}

/** The state to show of a culture. */
export function shownState(document: { readonly trashed: boolean }, state: VariantState): ShownState {
  return document.trashed ? "trashed" : state;
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-state": VariantStateMark;
  }
}
