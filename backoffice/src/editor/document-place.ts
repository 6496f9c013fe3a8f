/** Where a document stands: the names of what is above it, each leading there. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DocumentAnswer, TreeItem } from "../api/model.js";
import { ancestorsOf } from "../api/tree.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { hrefOf } from "../shell/router.js";
import { tell } from "../shell/messages.js";

@customElement("cd-document-place")
export class DocumentPlace extends AppElement {
  @property({ attribute: false }) document!: DocumentAnswer;

  @state() private above: readonly TreeItem[] = [];
  /** What is above may be given another name, which the tree hears of. */
  readonly #nodes = this.select((all) => all.tree.nodes);
  #asked = "";

  override updated(changed: PropertyValues<this>): void {
    const { key, path } = this.document;
    if (!changed.has("document") || this.#asked === `${key} ${path}`) return;
    this.#asked = `${key} ${path}`;
    void this.#find(key, this.#asked);
  }

  override render(): TemplateResult {
    const { trashed } = this.document;
    return html`<ol aria-label=${t("info.place")}>
      ${trashed ? html`<li>${t("tree.bin")}</li>` : nothing}
      ${this.above.map((item) => this.#step(this.#nodes.value[item.key] ?? item))}
      ${!trashed && this.document.parentKey === null ? html`<li>${t("tree.root")}</li>` : nothing}
    </ol>`;
  }

  #step({ key, name, access }: TreeItem): TemplateResult {
    return html`<li>${access === "full" ? html`<a href=${hrefOf("content", key)}>${name}</a>` : name}</li>`;
  }

  async #find(key: string, asked: string): Promise<void> {
    try {
      const above = await ancestorsOf(this.services.client, key);
      if (asked === this.#asked) this.above = above;
    } catch (error) {
      tell(this.services.store, error);
    }
  }

  static override styles = [
    shared,
    css`
      ol {
        display: flex;
        flex-wrap: wrap;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        max-width: 100%;
        overflow-wrap: anywhere;
      }

      li + li::before {
        content: "›" / "";
        margin: 0 var(--uui-size-space-2);
        color: var(--uui-color-text-alt);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-place": DocumentPlace;
  }
}
