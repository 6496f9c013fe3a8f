/** A list that begins with its newest, and goes further back when somebody asks. */

import { type TemplateResult, html, nothing } from "lit";
import type { Part } from "../api/history.js";
import type { Page } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import type { AppElement } from "../shell/element.js";
import { tell } from "../shell/messages.js";

const STEP = 50;
/** The server gives no more at once. */
const MOST = 500;

export class Older<Item> {
  #shown: Page<Item> = { items: [], total: 0 };
  #turn = 0;
  #asking = false;

  constructor(
    private readonly host: AppElement,
    private readonly fetch: (part: Part) => Promise<Page<Item>>,
  ) {}

  get items(): readonly Item[] {
    return this.#shown.items;
  }

  /** Begins with the newest; what was shown stays until they are there. */
  async begin(take = STEP): Promise<void> {
    const turn = ++this.#turn;
    await this.#ask({ skip: 0, take }, (page) => {
      if (turn === this.#turn) this.#shown = page;
    });
  }

  /** Goes further back. Where something came in meanwhile, all places have shifted, and the list begins anew. */
  async more(): Promise<void> {
    const { items, total } = this.#shown;
    const turn = this.#turn;
    await this.#ask({ skip: items.length, take: STEP }, (page) => {
      if (turn !== this.#turn) return;
      if (page.total !== total) void this.begin(Math.min(items.length + STEP, MOST));
      else this.#shown = { items: [...items, ...page.items], total };
    });
  }

  /** Says how much is not shown, and offers it. */
  rest(): TemplateResult | typeof nothing {
    const { items, total } = this.#shown;
    if (items.length >= total) return nothing;
    return html`<p class="rest">
      <span class="quiet">${t("older.shown", { count: items.length, total })}</span>
      <uui-button
        look="outline"
        label=${t("older.more")}
        .state=${this.#asking ? "waiting" : undefined}
        @click=${() => void this.more()}
      ></uui-button>
    </p>`;
  }

  async #ask(part: Part, then: (page: Page<Item>) => void): Promise<void> {
    this.#asking = true;
    try {
      then(await this.fetch(part));
    } catch (error) {
      tell(this.host.services.store, error);
    } finally {
      this.#asking = false;
      this.host.requestUpdate();
    }
  }
}
