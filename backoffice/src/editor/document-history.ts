/** The versions of a document: what was different then, and the way back. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type VersionItem, asDocument, readVersion, versionsOf } from "../api/history.js";
import { type DocumentType, Verb } from "../api/model.js";
import { moment, t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import { AppElement, shared } from "../shell/element.js";
import { tell, tellDone } from "../shell/messages.js";
import { timeOf } from "../shell/time.js";
import { type OpenDocument, isDirty } from "../store/documents.js";
import { differenceOf, labelOf, propertyOf } from "./difference.js";
import type { DocumentKeeper } from "./keeper.js";
import { type Difference, differences } from "../store/merge.js";
import { Older } from "./older.js";

@customElement("cd-document-history")
export class DocumentHistory extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) type!: DocumentType;
  @property({ attribute: false }) keeper!: DocumentKeeper;

  @state() private chosen: VersionItem | undefined;
  @state() private differing: readonly Difference[] = [];
  readonly #segments = this.select((all) => all.segments);
  readonly #versions = new Older<VersionItem>(this, (part) =>
    versionsOf(this.services.client, this.open.base.document.key, part),
  );
  #listed = "";
  /** The last one asked for: answers to earlier choices come too late. */
  #wanted: VersionItem | undefined;

  override updated(changed: PropertyValues<this>): void {
    const { key, version } = this.open.base.document;
    if (!changed.has("open") || this.#listed === `${key} ${version}`) return;
    this.#listed = `${key} ${version}`;
    this.chosen = this.#wanted = undefined;
    void this.#versions.begin();
  }

  override render(): TemplateResult {
    return html`
      <div class="versions">
        <ol aria-label=${t("history.title")}>
          ${this.#versions.items.map((version) => this.#line(version))}
        </ol>
        ${this.#versions.rest()}
      </div>
      <div class="comparison" role="region" aria-live="polite" aria-label=${t("history.comparison")}>
        ${this.chosen ? this.#comparison(this.chosen) : html`<p class="quiet">${t("history.choose")}</p>`}
      </div>
    `;
  }

  #line(version: VersionItem): TemplateResult {
    return html`<li>
      <button aria-pressed=${version === this.chosen} @click=${() => void this.#choose(version)}>
        <strong>${timeOf(version.date)}</strong>
        <span>${version.writerName ?? t("people.system")}</span>
        ${version.isCurrent ? html`<span class="tag">${t("history.current")}</span>` : nothing}
        ${version.isPublished ? html`<span class="tag">${t("state.published")}</span>` : nothing}
      </button>
    </li>`;
  }

  #comparison(chosen: VersionItem): TemplateResult {
    const mayGoBack = this.open.base.document.allowedActions.includes(Verb.Rollback) && this.differing.length > 0;
    return html`
      ${this.differing.length === 0 ? html`<p>${t("history.same")}</p>` : nothing}
      ${this.differing.map(
        ({ field, before, theirs }) =>
          html`<section>
            <h2>${labelOf(field, this.type, this.#segments.value)}</h2>
            ${differenceOf(theirs, before, propertyOf(field, this.type))}
          </section>`,
      )}
      ${mayGoBack
        ? html`<uui-button look="primary" label=${t("history.roll-back")} @click=${() => void this.#rollBack(chosen)}></uui-button>`
        : nothing}
    `;
  }

  async #choose(version: VersionItem): Promise<void> {
    const { document } = this.open.base;
    this.#wanted = version;
    try {
      const then = asDocument(await readVersion(this.services.client, version.id), document);
      if (version !== this.#wanted) return;
      this.differing = differences(document, {}, then);
      this.chosen = version;
    } catch (error) {
      if (version === this.#wanted) tell(this.services.store, error);
    }
  }

  async #rollBack(version: VersionItem): Promise<void> {
    const { key } = this.open.base.document;
    const { edits } = this.open;
    if (isDirty(this.open) && !(await this.#mayDrop())) return;
    const done = await this.keeper.write(key, (writer) => writer.rollBack(version.id), edits);
    const said = t("history.rolled-back", { at: moment(version.date) });
    if (done) tellDone(this.services.store, said, "", this.keeper.about(key));
  }

  #mayDrop(): Promise<true | undefined> {
    const dialog = document.createElement("cd-confirm");
    const [question, action] = [t("history.drop-question"), t("history.roll-back")];
    return ask(this, Object.assign(dialog, { question, consequence: t("editor.drop-consequence"), action, dangerous: true }));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(14rem, 20rem) minmax(0, 1fr);
        gap: var(--uui-size-space-4);
        align-items: start;
      }

      .versions,
      .comparison {
        min-width: 0;
        border-radius: 4px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-1);
      }

      .comparison {
        display: grid;
        gap: var(--uui-size-space-5);
        justify-items: start;
        padding: var(--uui-size-space-5);
      }

      .comparison > * {
        max-width: 100%;
      }

      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      button {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--uui-size-space-3);
        align-items: baseline;
        width: 100%;
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
        border: 0;
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }

      button:hover {
        background: var(--uui-color-surface-emphasis);
      }

      button[aria-pressed="true"] {
        background: var(--uui-color-current);
        color: var(--uui-color-current-contrast);
      }

      button strong {
        flex: 1 0 100%;
        font-weight: 600;
      }

      .tag {
        padding: 0 var(--uui-size-space-3);
        border: 1px solid currentColor;
        border-radius: 1em;
        font-size: 0.8rem;
      }

      h2 {
        margin-bottom: var(--uui-size-space-2);
        font-size: 1rem;
        overflow-wrap: anywhere;
      }

      p {
        margin: 0;
      }

      .rest {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
      }

      @media (max-width: 48rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }

        ol {
          max-height: 40dvh;
          overflow: auto;
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-history": DocumentHistory;
  }
}
