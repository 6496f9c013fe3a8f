/** Leads through a list a page at a time. */

import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { a } from "../i18n/admin/words.js";
import { PageElement } from "./page-element.js";

/** Dispatches `cd-page` with how many are to be left out at the beginning. */
@customElement("cd-pager")
export class Pager extends PageElement {
  @property({ type: Number }) total = 0;
  @property({ type: Number }) size = 1;
  @property({ type: Number }) skip = 0;

  override render(): unknown {
    if (this.total <= this.size && this.skip === 0) return nothing;
    const last = Math.min(this.skip + this.size, this.total);
    return html`<nav aria-label=${a("pager.label")}>
      <uui-button
        look="outline"
        label=${a("pager.before")}
        ?disabled=${this.skip === 0}
        @click=${() => this.#go(Math.max(0, this.skip - this.size))}
      ></uui-button>
      <span role="status">${a("pager.place", { first: Math.min(this.skip + 1, last), last, total: this.total })}</span>
      <uui-button
        look="outline"
        label=${a("pager.after")}
        ?disabled=${last >= this.total}
        @click=${() => this.#go(this.skip + this.size)}
      ></uui-button>
    </nav>`;
  }

  #go(skip: number): void {
    this.dispatchEvent(new CustomEvent<number>("cd-page", { detail: skip }));
  }

  static override styles = [
    PageElement.styles,
    css`
      nav {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: var(--uui-size-space-4);
        padding: var(--uui-size-space-4) 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-pager": Pager;
  }
  interface HTMLElementEventMap {
    "cd-page": CustomEvent<number>;
  }
}
