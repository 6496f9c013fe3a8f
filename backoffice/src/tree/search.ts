/** Finds documents by a part of their name, in any language. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { TreeItem } from "../api/model.js";
import { find } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import { hrefOf } from "../shell/router.js";
import { iconOf } from "./state-of-node.js";

const PAUSE_MILLISECONDS = 200;

@customElement("cd-search")
export class Search extends AppElement {
  @state() private found: readonly TreeItem[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #query = "";

  override render(): TemplateResult {
    return html`
      <input type="search" aria-label=${t("search.label")} placeholder=${t("search.label")} @input=${this.#typed} />
      ${this.found ? this.#results(this.found) : nothing}
    `;
  }

  #results(found: readonly TreeItem[]): TemplateResult {
    return html`<div role="status" class="only-read-aloud">${t("search.found", { count: found.length })}</div>
      <ul>
        ${found.map(
          (item) => html`<li>
            <a href=${hrefOf("content", item.key)}><uui-icon name=${iconOf(item)}></uui-icon> ${item.name}</a>
          </li>`,
        )}
        ${found.length === 0 ? html`<li class="quiet">${t("search.nothing")}</li>` : nothing}
      </ul>`;
  }

  #typed(event: InputEvent): void {
    this.#query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    if (this.#query === "") this.found = undefined;
    else this.#timer = setTimeout(() => void this.#find(this.#query), PAUSE_MILLISECONDS);
  }

  async #find(query: string): Promise<void> {
    try {
      const found = await find(this.services.client, query);
      if (query === this.#query) this.found = found;
    } catch (error) {
      tell(this.services.store, error);
    }
  }

  static override styles = [
    shared,
    css`
      :host {
        position: relative;
        flex: 1;
      }

      input {
        width: 100%;
        min-height: 34px;
        padding: 0 var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      ul {
        position: absolute;
        z-index: 2;
        inset: 100% 0 auto;
        max-height: 60dvh;
        margin: 2px 0 0;
        padding: var(--uui-size-space-2);
        overflow: auto;
        list-style: none;
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-3);
      }

      a {
        display: block;
        padding: var(--uui-size-space-2);
        text-decoration: none;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-search": Search;
  }
}
