/** A list whose documents are put in order by dragging, by buttons and by keys; only those in sight are drawn. */

import { type PropertyValues, type TemplateResult, css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { partAt } from "./drop.js";
import { type Listed, VERY_END } from "./hand-order.js";

const ROW_HEIGHT = 40;
const ROWS_BEYOND_SIGHT = 8;

interface Held {
  readonly key: string;
  readonly step: -1 | 1;
}

/** From which place a document goes to which, or to the `VERY_END`. */
export interface Put {
  readonly from: number;
  readonly to: number;
}

@customElement("cd-hand-list")
export class HandList extends AppElement {
  @property({ attribute: false }) items: readonly Listed[] = [];

  @state() private top = 0;
  @state() private height = 400;
  @state() private over: { readonly place: number; readonly after: boolean } | undefined;

  @query(".scroll") private scroller!: HTMLElement;

  #dragged = -1;
  /** The button that has, or gets, the focus: that of a document that was moved stays in the hand. */
  #held: Held | undefined;
  #toHold: Held | undefined;

  override firstUpdated(): void {
    this.height = this.scroller.clientHeight || this.height;
  }

  override render(): TemplateResult {
    const first = Math.max(0, Math.floor(this.top / ROW_HEIGHT) - ROWS_BEYOND_SIGHT);
    const last = Math.ceil((this.top + this.height) / ROW_HEIGHT) + ROWS_BEYOND_SIGHT;
    const shown = this.items.slice(first, last);
    const beyond = Math.max(0, this.items.length - first - shown.length);
    return html`<div
      class="scroll"
      tabindex="-1"
      @scroll=${() => (this.top = this.scroller.scrollTop)}
      @focusout=${() => (this.#held = undefined)}
    >
      <ol aria-label=${t("sort.list")} .style=${`padding-block: ${first * ROW_HEIGHT}px ${beyond * ROW_HEIGHT}px`}>
        ${repeat(
          shown,
          ({ key }) => key,
          (item, index) => this.#line(item, first + index),
        )}
      </ol>
    </div>`;
  }

  /** Drawing anew may take away the button that has the focus, which is no reason to let go of it. */
  override willUpdate(changed: PropertyValues<this>): void {
    this.#toHold = changed.has("items") ? this.#held : undefined;
  }

  override updated(): void {
    if (this.#toHold) this.#hold(this.#toHold);
  }

  #line({ key, name }: Listed, place: number): TemplateResult {
    const line = this.over?.place === place ? (this.over.after ? "below" : "above") : "";
    return html`<li
      class=${line}
      draggable="true"
      aria-posinset=${place + 1}
      aria-setsize=${this.items.length}
      @dragstart=${() => (this.#dragged = place)}
      @dragend=${this.#dragEnded}
      @dragover=${(event: DragEvent) => this.#dragOver(event, place)}
      @drop=${this.#drop}
      @keydown=${(event: KeyboardEvent) => this.#key(event, key, place)}
    >
      <span class="name">${name}</span>
      ${this.#button(key, place, -1, "↑", t("input.up", { name }))}
      ${this.#button(key, place, 1, "↓", t("sort.down", { name }))}
    </li>`;
  }

  #button(key: string, place: number, step: -1 | 1, sign: string, label: string): TemplateResult {
    return html`<button
      type="button"
      data-key=${key}
      data-step=${step}
      aria-label=${label}
      aria-disabled=${place + step < 0 || place + step >= this.items.length}
      @click=${() => this.#step(key, place, step, place + step)}
    >
      ${sign}
    </button>`;
  }

  #step(key: string, from: number, step: -1 | 1, to: number): void {
    if (to < 0 || (to >= this.items.length && to !== VERY_END)) return;
    this.#held = { key, step };
    this.#put(from, to);
  }

  #put(from: number, to: number): void {
    if (from !== to) this.dispatchEvent(new CustomEvent<Put>("cd-put", { detail: { from, to } }));
  }

  #key(event: KeyboardEvent, key: string, place: number): void {
    if (!event.altKey) return;
    const to = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: VERY_END }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#step(key, place, to < place ? -1 : 1, to);
  }

  /** Gives the focus back to the button of what was moved, and brings it into sight. */
  #hold(held: Held): void {
    const place = this.items.findIndex(({ key }) => key === held.key);
    if (place < 0) return;
    const top = place * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW_HEIGHT > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW_HEIGHT - clientHeight;
    this.top = this.scroller.scrollTop;
    const find = `[data-key="${held.key}"][data-step="${held.step}"]`;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>(find)?.focus();
      this.#held = held;
    });
  }

  // ------------------------------------------------------------ dragging

  #dragOver(event: DragEvent, place: number): void {
    if (this.#dragged < 0) return;
    event.preventDefault();
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = (event.clientY - top) / height;
    const part = partAt(share);
    const after = part === "onto" ? place > this.#dragged : part === "after";
    if (this.over?.place !== place || this.over.after !== after) this.over = { place, after };
  }

  readonly #drop = (event: DragEvent): void => {
    event.preventDefault();
    const [from, over] = [this.#dragged, this.over];
    this.#dragEnded();
    if (over === undefined || from < 0) return;
    const gap = over.place + (over.after ? 1 : 0);
    this.#put(from, gap > from ? gap - 1 : gap);
  };

  readonly #dragEnded = (): void => {
    this.#dragged = -1;
    this.over = undefined;
  };

  static override styles = [
    shared,
    css`
      ol {
        margin: 0;
        padding-inline: 0;
        list-style: none;
      }

      .scroll {
        height: min(24rem, 45dvh);
        overflow: hidden auto;
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
      }

      li {
        position: relative;
        display: flex;
        align-items: center;
        height: 40px;
        padding: 0 var(--uui-size-space-3);
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        cursor: grab;
      }

      .above,
      .below {
        box-shadow: inset 0 3px 0 var(--uui-color-positive-standalone);
      }

      .below {
        box-shadow: inset 0 -3px 0 var(--uui-color-positive-standalone);
      }

      .name {
        flex: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      button {
        flex: none;
        min-width: 36px;
        min-height: 36px;
        border: 0;
        background: none;
        color: inherit;
        cursor: pointer;
      }

      button[aria-disabled="true"] {
        opacity: 0.35;
        cursor: default;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-hand-list": HandList;
  }
  interface HTMLElementEventMap {
    "cd-put": CustomEvent<Put>;
  }
}
