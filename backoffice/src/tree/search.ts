/** Finds documents by a part of their name, in any language. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { FoundDocument } from "../api/model.js";
import { find } from "../api/tree.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { focusedElement } from "../shell/focus.js";
import { go } from "../shell/going.js";
import { tell } from "../shell/messages.js";
import { Pause } from "../shell/pause.js";
import { hrefOf } from "../shell/router.js";
import { iconOf } from "./state-of-node.js";

@customElement("cd-search")
export class Search extends AppElement {
  /** What was found; nothing while the list is closed. */
  @state() private found: readonly FoundDocument[] | undefined;
  /** The place of the result that Enter opens; -1 for none. */
  @state() private active = -1;
  @query("input") private input!: HTMLInputElement;
  readonly #pause = new Pause();
  #query = "";

  override render(): TemplateResult {
    const { found } = this;
    return html`
      <input
        type="search"
        role="combobox"
        autocomplete="off"
        aria-label=${t("search.label")}
        placeholder=${t("search.label")}
        aria-autocomplete="list"
        aria-controls="found"
        aria-expanded=${found ? "true" : "false"}
        aria-activedescendant=${this.active >= 0 ? `found-${this.active}` : nothing}
        @input=${this.#typed}
        @keydown=${this.#key}
        @blur=${() => this.#close()}
      />
      <div role="status" class="only-read-aloud">${found ? t("search.found", { count: found.length }) : nothing}</div>
      <div class="found" ?hidden=${!found} @mousedown=${(event: Event) => event.preventDefault()}>
        <div id="found" role="listbox" aria-label=${t("search.results")}>
          ${found?.map((item, place) => this.#result(item, place))}
        </div>
        ${found?.length === 0 ? html`<p class="quiet">${t("search.nothing")}</p>` : nothing}
      </div>
    `;
  }

  override updated(): void {
    if (this.active >= 0) this.renderRoot.querySelector(`#found-${this.active}`)?.scrollIntoView({ block: "nearest" });
  }

  #result(item: FoundDocument, place: number): TemplateResult {
    return html`<div
      id="found-${place}"
      role="option"
      aria-selected=${place === this.active}
      @click=${() => this.#choose(item)}
    >
      <uui-icon name=${iconOf(item)}></uui-icon>
      <span>${item.name}${item.above.length > 0 ? html` <small class="quiet">${item.above.join(" / ")}</small>` : nothing}</span>
    </div>`;
  }

  #typed(): void {
    this.#query = this.input.value.trim();
    if (this.#query === "") this.#close();
    else this.#pause.before(() => void this.#find(this.#query));
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const chosen = this.found?.[this.active];
    if (event.key === "Escape" && this.found) this.#close();
    else if (event.key === "Enter" && chosen) this.#choose(chosen);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
  };

  /** Goes through the results, and beyond the last one back to the first; opens the list anew where it was closed. */
  #step(step: 1 | -1): void {
    const count = this.found?.length ?? 0;
    if (this.found === undefined && this.#query !== "") void this.#find(this.#query);
    if (count > 0) this.active = this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count;
  }

  #choose(item: FoundDocument): void {
    this.#close();
    go(this, hrefOf("content", item.key));
  }

  #close(): void {
    this.#pause.stop();
    this.found = undefined;
    this.active = -1;
  }

  async #find(query: string): Promise<void> {
    try {
      const found = await find(this.services.client, query);
      if (query !== this.#query || focusedElement() !== this.input) return;
      this.found = found;
      this.active = -1;
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

      .found {
        position: absolute;
        z-index: 2;
        inset: 100% 0 auto;
        max-height: 60dvh;
        margin-top: 2px;
        padding: var(--uui-size-space-2);
        overflow: auto;
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-3);
      }

      .found[hidden] {
        display: none;
      }

      p {
        margin: 0;
        padding: var(--uui-size-space-2);
      }

      [role="option"] {
        display: flex;
        gap: var(--uui-size-space-2);
        padding: var(--uui-size-space-2);
        border-radius: 3px;
        overflow-wrap: anywhere;
        cursor: pointer;
      }

      [role="option"] small {
        display: block;
      }

      [role="option"]:hover {
        background: var(--uui-color-surface-emphasis);
      }

      [role="option"][aria-selected="true"] {
        outline: 2px solid var(--uui-color-focus);
        background: var(--uui-color-surface-emphasis);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-search": Search;
  }
}
