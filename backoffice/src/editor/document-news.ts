/** Says what others did to what is open while it is open, and offers what can be done about it. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { DocumentType } from "../api/model.js";
import { moment, t } from "../i18n/i18n.js";
import "../shell/components.js";
import { ask } from "../shell/dialog.js";
import { AppElement, shared } from "../shell/element.js";
import type { OpenDocument } from "../store/documents.js";
import { DOCUMENT, type DraftableWords } from "./draftable.js";
import { differences } from "./merge.js";
import "./merge-dialog.js";

@customElement("cd-document-news")
export class DocumentNews extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) type!: DocumentType;
  @property({ attribute: false }) words: DraftableWords = DOCUMENT.words;

  readonly #people = this.select((all) => all.people);

  override render(): TemplateResult {
    void this.#people.value;
    return html`<div role="status">${this.open.newer ? this.#conflict() : this.open.news ? this.#told() : nothing}</div>`;
  }

  /** Nothing was changed here, so the page shows the newest already. */
  #told(): TemplateResult {
    const { eventType = "", at } = this.open.news ?? {};
    return html`<p>
      ${t(this.words.news[eventType] ?? this.words.updated, { person: this.#person(), at: at ? moment(at) : "" })}
      <uui-button
        look="outline"
        compact
        label=${t("news.read")}
        @click=${() => this.services.store.dispatch({ type: "document/news-read", key: this.open.base.document.key })}
      ></uui-button>
    </p>`;
  }

  #conflict(): TemplateResult {
    const { newer } = this.open;
    const at = newer?.document.updated ?? this.open.news?.at;
    return html`<p class="conflict" role="alert">
      <span>${t(this.words.conflict, { person: this.#person(), at: at ? moment(at) : "" })}</span>
      <uui-button look="primary" label=${t("news.merge")} @click=${() => void this.#merge()}></uui-button>
      <uui-button look="outline" label=${t("news.reload")} @click=${this.#reload}></uui-button>
    </p>`;
  }

  #person(): string {
    return this.services.people.nameOf(this.open.news?.actorKey ?? this.open.newer?.document.writerKey);
  }

  async #merge(): Promise<void> {
    const { base, edits, newer } = this.open;
    if (newer === undefined) return;
    const dialog = document.createElement("cd-merge-dialog");
    dialog.differences = differences(base.document, edits, newer.document);
    dialog.type = this.type;
    dialog.person = this.#person();
    const choices = await ask(this, dialog);
    if (choices) this.services.store.dispatch({ type: "document/merged", key: base.document.key, choices });
  }

  #reload(): void {
    this.services.store.dispatch({ type: "document/reverted", key: this.open.base.document.key });
  }

  static override styles = [
    shared,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--uui-size-space-3);
        margin: 0;
        padding: var(--uui-size-space-2) var(--uui-size-space-5);
        background: var(--uui-color-surface-emphasis);
        border-left: 5px solid var(--uui-color-positive);
      }

      .conflict {
        background: var(--uui-color-warning);
        color: var(--uui-color-warning-contrast);
        border-left: 5px solid var(--uui-color-danger);
      }

      .conflict uui-button[look="outline"] {
        --uui-button-contrast: var(--uui-color-warning-contrast);
        --uui-button-border-color: currentColor;
      }

      .conflict span {
        flex: 1;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-news": DocumentNews;
  }
}
