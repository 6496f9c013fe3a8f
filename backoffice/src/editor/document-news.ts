/** Says what others did to what is open while it is open, and offers what can be done about it. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Loaded } from "../api/documents.js";
import type { DocumentType } from "../api/model.js";
import { moment, t } from "../i18n/i18n.js";
import "../shell/components.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import { AppElement, shared } from "../shell/element.js";
import type { Open, OpenDocument } from "../store/documents.js";
import { DOCUMENT, type DraftableWords } from "./draftable.js";
import { differences } from "../store/merge.js";
import "./merge-dialog.js";

@customElement("cd-document-news")
export class DocumentNews extends AppElement {
  @property({ attribute: false }) open!: Open;
  @property({ attribute: false }) type!: DocumentType;
  @property({ attribute: false }) words: DraftableWords = DOCUMENT.words;

  readonly #people = this.select((all) => all.people);

  override render(): TemplateResult {
    void this.#people.value;
    return html`<div role="status">${this.open.newer ? this.#conflict() : this.open.news ? this.#told() : nothing}</div>`;
  }

  /** Nothing that was changed here is concerned, so the page shows the newest already. */
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
      <uui-button look="outline" label=${t("news.reload")} @click=${() => void this.#reload()}></uui-button>
    </p>`;
  }

  #person(): string {
    const key = this.open.news?.actorKey ?? this.open.newer?.document.writerKey;
    const { session } = this.services.store.state;
    const isMyself = session.kind === "signed-in" && session.user.key === key;
    return isMyself ? t("people.other-tab") : this.services.people.nameOf(key);
  }

  async #merge(): Promise<void> {
    const { store } = this.services;
    const { key } = this.open.base.document;
    let open: OpenDocument | undefined = this.open;
    // Choices are good only for the version that they were made for: what came meanwhile is asked about again.
    for (let again = false; open?.kind === "open" && open.newer; again = true) {
      const { version } = open.newer.document;
      const choices = await ask(this, this.#mergeDialog(open, open.newer, again));
      if (choices === undefined) return;
      store.dispatch({ type: "document/merged", key, version, choices });
      open = store.state.documents[key];
    }
  }

  #mergeDialog({ base, edits }: Open, newer: Loaded, again: boolean): HTMLElementTagNameMap["cd-merge-dialog"] {
    const dialog = document.createElement("cd-merge-dialog");
    const differing = differences(base.document, edits, newer.document);
    return Object.assign(dialog, { differences: differing, type: this.type, person: this.#person(), again });
  }

  async #reload(): Promise<void> {
    const { key } = this.open.base.document;
    const dialog = document.createElement("cd-confirm");
    const [question, action] = [t("news.drop-question"), t("news.reload")];
    Object.assign(dialog, { question, consequence: t("editor.drop-consequence"), action, dangerous: true });
    if (await ask(this, dialog)) this.services.store.dispatch({ type: "document/reverted", key });
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
