/** A document that is not there any more: who took it away where that is known, and what was written in it and not saved. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { DocumentType } from "../api/model.js";
import { type MessageKey, moment, t } from "../i18n/i18n.js";
import "../shell/components.js";
import { AppElement, shared } from "../shell/element.js";
import type { Open } from "../store/documents.js";
import type { Unfinished } from "../store/unfinished.js";
import { textOf } from "./compared.js";
import { labelOf } from "./difference.js";

@customElement("cd-document-gone")
export class DocumentGone extends AppElement {
  @property() key = "";
  /** What it was when it was last seen. */
  @property({ attribute: false }) was: Open | undefined;
  @property({ attribute: false }) unfinished: Readonly<Record<string, Unfinished>> = {};
  @property({ attribute: false }) type: DocumentType | undefined;
  @property() words: MessageKey = "editor.gone";

  readonly #people = this.select((all) => all.people);

  override render(): TemplateResult {
    void this.#people.value;
    const changes = this.#changes();
    return html`
      <div role="alert">
        <h1>${this.was?.base.document.name || t(this.words)}</h1>
        <p>${this.#why()}</p>
        ${changes.length > 0 ? html`<p>${t("editor.gone-changes")}</p>` : nothing}
      </div>
      ${changes.map(
        ([field, text]) => html`<section>
          <h2>${this.type ? labelOf(field, this.type, this.services.store.state.segments) : field}</h2>
          <pre>${text}</pre>
        </section>`,
      )}
      ${changes.length > 0
        ? html`<uui-button look="outline" label=${t("editor.gone-forget")} @click=${this.#forget}></uui-button>`
        : nothing}
    `;
  }

  /** What was written last in each field that was changed, also where it is no value yet. */
  #changes(): readonly (readonly [string, string])[] {
    const edits = Object.entries(this.was?.edits ?? {}).map(([field, value]) => [field, textOf(value)] as const);
    const typed = Object.entries(this.unfinished).map(([field, { text }]) => [field, text] as const);
    return [...new Map([...edits, ...typed])];
  }

  #why(): string {
    const { eventType, actorKey, at } = this.was?.news ?? {};
    if (eventType !== "Deleted") return t(this.words);
    return t("editor.gone-by", { person: this.services.people.nameOf(actorKey), at: at ? moment(at) : "" });
  }

  #forget(): void {
    this.services.store.dispatch({ type: "document/reverted", key: this.key });
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--uui-size-space-4);
        align-content: start;
        justify-items: start;
        padding: var(--uui-size-layout-1);
        overflow: auto;
      }

      h1,
      p {
        margin: 0 0 var(--uui-size-space-2);
      }

      section {
        width: 100%;
      }

      h2 {
        font-size: 1rem;
      }

      pre {
        margin: 0;
        padding: var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
        background: var(--uui-color-surface);
        font: inherit;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-gone": DocumentGone;
  }
}
