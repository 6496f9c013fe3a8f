/** Asks for another order of what stands below a document: by hand, or by a rule that the server follows. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Problem } from "../api/problem.js";
import { type Place, type SortBy, placeAmong, sortBy } from "../api/structure.js";
import { childrenOf } from "../api/tree.js";
import { type MessageKey, languageName, t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { tellMessages } from "../shell/messages.js";
import type { Put } from "./hand-list.js";
import "./hand-list.js";
import { noOrder, placingsOf, put, withMore } from "./hand-order.js";

type Way = "hand" | SortBy;

const WAYS: Readonly<Record<Way, MessageKey>> = {
  hand: "sort.by-hand",
  name: "sort.by-name",
  created: "sort.by-created",
  updated: "sort.by-updated",
};

const CONFLICT = 409;
/** So many documents are moved in one request. */
const MOST_MOVED = 1000;

@customElement("cd-sort-dialog")
export class SortDialog extends DialogElement<true> {
  parent: Place;
  @property() place = "";

  @state() private way: Way = "hand";
  @state() private culture = "";
  @state() private descending = false;
  @state() private cultures: readonly string[] = [];
  @state() private order = noOrder;
  /** How many there are; `undefined` until that is known. */
  @state() private total: number | undefined;
  @state() private changed = false;
  /** The last loading; earlier ones stop. */
  #loading = 0;

  override firstUpdated(): void {
    super.firstUpdated();
    void this.#load();
    this.services.languages.all().then(
      (all) => (this.cultures = all.map(({ code }) => code)),
      (error: unknown) => this.failed(error),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading += 1;
  }

  protected override heading(): string {
    return this.place ? t("sort.below", { name: this.place }) : t("sort.at-root");
  }

  protected override verb(): string {
    return t("sort.action");
  }

  protected override ready(): boolean {
    if (this.total === undefined || this.total === 0) return false;
    const { items, moved, tail } = this.order;
    const endIsKnown = tail === 0 || items.length >= this.total;
    return this.way !== "hand" || (moved.size <= MOST_MOVED && endIsKnown);
  }

  protected override fields(): TemplateResult {
    if (this.total === 0) return html`<p>${t("sort.none")}</p>`;
    return html`
      ${this.changed ? html`<p role="alert">${t("sort.changed")}</p>` : nothing}
      <fieldset>
        <legend>${t("sort.rule")}</legend>
        ${(Object.keys(WAYS) as Way[]).map((way) => this.#choice(way))}
      </fieldset>
      ${this.way === "hand" ? this.#byHand() : this.#byRule()}
    `;
  }

  protected override async answer(): Promise<true> {
    const { client, store } = this.services;
    try {
      tellMessages(store, (await this.#send(client)).messages);
    } catch (error) {
      if (this.way === "hand" && error instanceof Problem && error.status === CONFLICT) {
        this.changed = true;
        void this.#load();
      }
      throw error;
    }
    return true;
  }

  async #send(client: SortDialog["services"]["client"]): ReturnType<typeof placeAmong> {
    if (this.way !== "hand") {
      const culture = this.way === "name" && this.culture ? this.culture : undefined;
      return sortBy(client, this.parent, { by: this.way, descending: this.descending, culture });
    }
    const moves = placingsOf(this.order);
    return moves.length === 0 ? { messages: [] } : placeAmong(client, this.parent, moves);
  }

  #choice(way: Way): TemplateResult {
    return html`<label class="inline">
      <input type="radio" name="way" value=${way} .checked=${this.way === way} @change=${() => (this.way = way)} />
      ${t(WAYS[way])}
    </label>`;
  }

  #byHand(): TemplateResult {
    const { items, moved } = this.order;
    const total = this.total ?? 0;
    return html`
      ${moved.size > MOST_MOVED ? html`<p role="alert">${t("sort.too-many", { most: MOST_MOVED })}</p>` : nothing}
      <cd-hand-list
        .items=${items}
        @cd-put=${({ detail }: CustomEvent<Put>) => (this.order = put(this.order, detail.from, detail.to))}
      ></cd-hand-list>
      ${items.length < total
        ? html`<p class="quiet" role="status">${t("sort.loading", { count: items.length, total })}</p>`
        : nothing}
    `;
  }

  #byRule(): TemplateResult {
    return html`
      ${this.way === "name" && this.cultures.length > 0 ? this.#cultureField() : nothing}
      <label class="inline">
        <input
          type="checkbox"
          .checked=${this.descending}
          @change=${(event: Event) => (this.descending = (event.target as HTMLInputElement).checked)}
        />
        <span>${t("sort.descending")} <span class="quiet">(${t("sort.descending-hint")})</span></span>
      </label>
      <p class="quiet">${t("sort.means", { total: this.total ?? 0 })}</p>
    `;
  }

  #cultureField(): TemplateResult {
    return html`<label
      >${t("sort.culture")}
      <select @change=${(event: Event) => (this.culture = (event.target as HTMLSelectElement).value)}>
        <option value="" .selected=${this.culture === ""}>${t("sort.own-name")}</option>
        ${this.cultures.map(
          (code) => html`<option value=${code} .selected=${code === this.culture}>${languageName(code)}</option>`,
        )}
      </select>
    </label>`;
  }

  /** Brings what stands there, a part at a time; those at hand can be moved already. */
  async #load(): Promise<void> {
    const loading = ++this.#loading;
    this.order = noOrder;
    try {
      for await (const { items, total } of childrenOf(this.services.client, this.parent)) {
        if (loading !== this.#loading) return;
        this.total = total;
        this.order = withMore(this.order, items);
      }
      this.total = this.order.items.length;
    } catch (error) {
      if (loading === this.#loading) this.failed(error);
    }
  }

  static override styles = [
    DialogElement.styles,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2) var(--uui-size-space-5);
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0 0 var(--uui-size-space-2);
        font-weight: bold;
      }

      [role="alert"] {
        padding: var(--uui-size-space-3);
        border-left: 4px solid var(--uui-color-warning-standalone);
        background: var(--uui-color-surface-alt);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-sort-dialog": SortDialog;
  }
}
