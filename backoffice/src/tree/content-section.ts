/** The content section: the tree, and beside it the document that was chosen in it. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { ancestorsOf } from "../api/tree.js";
import { type TreeItem, Verb } from "../api/model.js";
import { Problem } from "../api/problem.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { go } from "../shell/going.js";
import { tell } from "../shell/messages.js";
import "../shell/nothing-here.js";
import { hrefOf, isKey } from "../shell/router.js";
import "../editor/document-editor.js";
import { TreeActions } from "./actions.js";
import "./search.js";
import "./start-page.js";
import "./tree-view.js";
import type { TreeView } from "./tree-view.js";

const NOT_FOUND = 404;

@customElement("cd-content-section")
export class ContentSection extends AppElement {
  /** The key of a document, or nothing. */
  @property({ attribute: false }) parts: readonly string[] = [];

  /** What became of the last step by keys, for those who hear the page. */
  @state() private said = "";

  @query("cd-tree") private tree!: TreeView;

  readonly #actions = new TreeActions(this, (words) => (this.said = words));
  readonly #session = this.select((state) => state.session);

  override render(): TemplateResult {
    const [key, view] = this.parts;
    const session = this.#session.value;
    const withBin = session.kind === "signed-in" && session.user.hasDocumentRootAccess;
    return html`
      <nav class=${key ? "beside" : ""} aria-label=${t("tree.label")}>
        <div class="tools">
          <cd-search></cd-search>
          ${withBin
            ? html`<uui-button
                compact
                look="outline"
                label=${t("create.at-root")}
                title=${t("create.at-root")}
                @click=${() => void this.#actions.create(undefined)}
              >
                <uui-icon name="add"></uui-icon>
              </uui-button>`
            : nothing}
          ${withBin && session.user.verbs.includes(Verb.Sort)
            ? html`<uui-button
                compact
                look="outline"
                label=${t("sort.at-root")}
                title=${t("sort.at-root")}
                @click=${() => void this.#actions.sort(undefined)}
              >
                <uui-icon name="drag"></uui-icon>
              </uui-button>`
            : nothing}
          ${withBin && this.#mayImport()
            ? html`<uui-button
                compact
                look="outline"
                label=${t("tree.import-at-root")}
                title=${t("tree.import-at-root")}
                @click=${() => void this.#actions.importBelow(undefined)}
              >
                <uui-icon name="import"></uui-icon>
              </uui-button>`
            : nothing}
        </div>
        <cd-tree
          active
          label=${t("tree.label")}
          current=${key ?? ""}
          ?withBin=${withBin}
          @cd-menu-request=${(event: HTMLElementEventMap["cd-menu-request"]) => void this.#actions.menu(event.detail)}
          @cd-key-act=${(event: HTMLElementEventMap["cd-key-act"]) => void this.#actions.byKey(event.detail)}
          @cd-dropped=${({ detail }: HTMLElementEventMap["cd-dropped"]) =>
            void this.#actions.drop(detail.dragged, detail.drop)}
          @cd-stepped=${({ detail }: HTMLElementEventMap["cd-stepped"]) => this.#actions.step(detail.node, detail.step)}
          @cd-open=${(event: CustomEvent<TreeItem>) => this.#go(event.detail.key)}
        ></cd-tree>
      </nav>
      <div class="only-read-aloud" role="status">${this.said}</div>
      <div class="document ${key ? "" : "none"}">
        ${key
          ? html`<a class="back" href=${hrefOf("content")}>← ${t("content.hide-tree")}</a>`
          : html`<cd-start-page></cd-start-page>`}
        ${key ? this.#document(key, view ?? "") : nothing}
      </div>
    `;
  }

  #mayImport(): boolean {
    const session = this.#session.value;
    return session.kind === "signed-in" && [Verb.Create, Verb.Update].every((verb) => session.user.verbs.includes(verb));
  }

  #document(key: string, view: string): TemplateResult {
    return isKey(key)
      ? html`<cd-document-editor key=${key} view=${view}></cd-document-editor>`
      : html`<cd-nothing-here></cd-nothing-here>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const [key] = this.parts;
    if (key === undefined || !isKey(key) || key === changed.get("parts")?.[0]) return;
    this.services.store.dispatch({ type: "tree/seen", key });
    void this.#reveal(key);
  }

  /** Opens the tree down to a document, however it was reached. */
  async #reveal(key: string): Promise<void> {
    if (key in this.services.store.state.tree.nodes) return this.tree.reveal(key);
    try {
      const above = await ancestorsOf(this.services.client, key);
      if (key === this.parts[0]) this.tree.reveal(key, above.map((item) => item.key));
    } catch (error) {
      // What is not there is told by the page itself.
      if (!(error instanceof Problem && error.status === NOT_FOUND)) tell(this.services.store, error);
    }
  }

  #go(key: string): void {
    go(this, hrefOf("content", key));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(15rem, 22rem) minmax(0, 1fr);
        height: 100%;
      }

      nav {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        min-height: 0;
        background: var(--uui-color-surface);
        border-right: 1px solid var(--uui-color-border);
      }

      .tools {
        display: flex;
        gap: var(--uui-size-space-2);
        padding: var(--uui-size-space-3);
        border-bottom: 1px solid var(--uui-color-divider-standalone);
      }

      .document {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        min-height: 0;
      }

      cd-document-editor,
      cd-nothing-here {
        grid-row: 2;
      }

      .none {
        display: block;
        overflow: auto;
      }

      .back {
        display: none;
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
      }

      @media (max-width: 48rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }

        nav.beside,
        .none {
          display: none;
        }

        .back {
          display: block;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-content-section": ContentSection;
  }
}
