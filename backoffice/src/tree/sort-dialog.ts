/** Asks for another order of what stands below a document; by the mouse, by keys, or by name. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TreeItem } from "../api/model.js";
import { type Place, sort } from "../api/structure.js";
import { firstChildren } from "../api/tree.js";
import { t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { tell, tellMessages } from "../shell/messages.js";

@customElement("cd-sort-dialog")
export class SortDialog extends DialogElement<true> {
  parent: Place;
  @property() place = "";

  @state() private items: readonly TreeItem[] = [];
  #dragged = -1;

  override firstUpdated(): void {
    super.firstUpdated();
    firstChildren(this.services.client, this.parent).then(
      (items) => (this.items = items),
      (error: unknown) => tell(this.services.store, error),
    );
  }

  protected override heading(): string {
    return this.place ? t("sort.below", { name: this.place }) : t("sort.at-root");
  }

  protected override verb(): string {
    return t("sort.action");
  }

  protected override fields(): TemplateResult {
    return html`
      <uui-button look="outline" label=${t("sort.by-name")} @click=${this.#byName}></uui-button>
      <ol>
        ${this.items.map((item, place) => this.#line(item, place))}
      </ol>
    `;
  }

  protected override async answer(): Promise<true> {
    const order = this.items.map(({ key }) => key);
    tellMessages(this.services.store, (await sort(this.services.client, this.parent, order)).messages);
    return true;
  }

  #line({ name }: TreeItem, place: number): TemplateResult {
    return html`<li
      draggable="true"
      @dragstart=${() => (this.#dragged = place)}
      @dragover=${(event: DragEvent) => event.preventDefault()}
      @drop=${() => this.#put(this.#dragged, place)}
    >
      <span>${name}</span>
      <button type="button" aria-label=${t("input.up", { name })} ?disabled=${place === 0} @click=${() => this.#put(place, place - 1)}>
        ↑
      </button>
      <button
        type="button"
        aria-label=${t("sort.down", { name })}
        ?disabled=${place === this.items.length - 1}
        @click=${() => this.#put(place, place + 1)}
      >
        ↓
      </button>
    </li>`;
  }

  #put(from: number, to: number): void {
    const items = [...this.items];
    items.splice(to, 0, ...items.splice(from, 1));
    this.items = items;
  }

  #byName(): void {
    this.items = [...this.items].sort((one, other) => one.name.localeCompare(other.name));
  }

  static override styles = [
    DialogElement.styles,
    css`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        padding: 2px var(--uui-size-space-3);
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        cursor: grab;
      }

      li span {
        flex: 1;
      }

      button {
        min-width: 32px;
        min-height: 32px;
        border: 0;
        background: none;
        color: inherit;
        cursor: pointer;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-sort-dialog": SortDialog;
  }
}
