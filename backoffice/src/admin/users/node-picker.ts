/** A walk through the document tree, one level at a time or by a part of the name, to choose one document. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Page } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { t } from "../../i18n/i18n.js";
import { tell } from "../../shell/messages.js";
import { Pause } from "../../shell/pause.js";
import { textField } from "../fields.js";
import { PageElement } from "../page-element.js";

export interface PickedNode {
  readonly id: number;
  readonly key: string;
  readonly name: string;
}

interface Node extends PickedNode {
  readonly hasChildren: boolean;
  readonly access: "full" | "visible";
}

const STEP = 50;

/** Dispatches `cd-node` with the document. */
@customElement("cd-node-picker")
export class NodePicker extends PageElement {
  @state() private way: readonly Node[] = [];
  @state() private page: Page<Node> | undefined;
  @state() private text = "";
  readonly #pause = new Pause();
  /** The last request; answers to earlier ones are of no use. */
  #request = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause.stop();
  }

  override render(): TemplateResult {
    return html`<div class="picker" role="group" aria-label=${a("picker.title")}>
      <nav aria-label=${a("picker.way")}>
        <button @click=${() => this.#walk([])}>${a("picker.root")}</button>
        ${this.way.map(
          (node, level) =>
            html`<uui-icon name="chevron-right"></uui-icon>
              <button @click=${() => this.#walk(this.way.slice(0, level + 1))}>${node.name}</button>`,
        )}
      </nav>
      ${textField({ id: "text", type: "search", label: a("picker.filter"), value: this.text, change: (text) => this.#search(text) })}
      ${this.page ? this.#level(this.page) : html`<p aria-busy="true">${t("app.loading")}</p>`}
    </div>`;
  }

  #level({ items, total }: Page<Node>): TemplateResult {
    if (items.length === 0) return html`<p>${a("list.none")}</p>`;
    return html`
      <ul>
        ${items.map((node) => this.#node(node))}
      </ul>
      ${
        total > items.length
          ? html`<p>
              <uui-button
                look="outline"
                label=${a("monitor.more", { count: total - items.length })}
                @click=${() => void this.#load(items)}
              ></uui-button>
            </p>`
          : nothing
      }
    `;
  }

  #node(node: Node): TemplateResult {
    return html`<li>
      <span>${node.name}</span>
      ${
        node.access === "full"
          ? html`<uui-button
              compact
              look="outline"
              label=${a("picker.choose", { name: node.name })}
              @click=${() => this.dispatchEvent(new CustomEvent<PickedNode>("cd-node", { detail: node }))}
              >${a("picker.this")}</uui-button
            >`
          : nothing
      }
      ${
        node.hasChildren
          ? html`<uui-button
              compact
              look="outline"
              label=${a("picker.open", { name: node.name })}
              @click=${() => this.#walk([...this.way, node])}
              ><uui-icon name="chevron-right"></uui-icon
            ></uui-button>`
          : nothing
      }
    </li>`;
  }


  #walk(way: readonly Node[]): void {
    this.way = way;
    this.text = "";
    this.page = undefined;
    this.#pause.stop();
    void this.#load();
  }

  #search(text: string): void {
    this.text = text;
    this.way = [];
    this.#request += 1;
    this.#pause.before(() => void this.#load());
  }

  /** @param before what is shown already of the same list. */
  async #load(before: readonly Node[] = []): Promise<void> {
    const request = ++this.#request;
    const text = this.text.trim();
    const parentKey = this.way.at(-1)?.key;
    const level = parentKey === undefined ? "/tree/document/root" : "/tree/document/children";
    const [path, query] = text ? ["/document/search", { query: text }] : [level, { parentKey }];
    try {
      const part = { ...query, skip: before.length, take: STEP };
      const { items, total } = await this.services.client.get<Page<Node>>(path, part);
      if (request === this.#request) this.page = { items: [...before, ...items], total };
    } catch (error) {
      if (request === this.#request) tell(this.services.store, error);
    }
  }

  static override styles = [
    PageElement.styles,
    css`
      .picker {
        display: grid;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border);
        border-radius: 4px;
      }

      nav {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--uui-size-space-1);
      }

      nav button {
        padding: 0;
        border: 0;
        background: none;
        color: var(--uui-color-interactive);
        font: inherit;
        text-decoration: underline;
        cursor: pointer;
      }

      ul {
        max-height: 18rem;
        margin: 0;
        padding: 0;
        overflow: auto;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-1) 0;
        border-bottom: 1px solid var(--uui-color-divider-emphasis);
      }

      li span {
        flex: 1;
      }

      p {
        margin: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-node-picker": NodePicker;
  }
  interface HTMLElementEventMap {
    "cd-node": CustomEvent<PickedNode>;
  }
}
