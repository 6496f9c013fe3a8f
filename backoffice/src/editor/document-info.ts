/** What is known about a document besides its fields: its place, its states, its keys, and what was done to it. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type AuditItem, auditOf } from "../api/history.js";
import type { DocumentType, DocumentVariant } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import { said } from "../i18n/said.js";
import "../shell/copyable.js";
import { AppElement, shared } from "../shell/element.js";
import { timeOf } from "../shell/time.js";
import type { OpenDocument } from "../store/documents.js";
import { deedOf, remarkOf } from "./audit-words.js";
import "./document-place.js";
import { Older } from "./older.js";
import { shownState } from "./variant-state.js";

@customElement("cd-document-info")
export class DocumentInfo extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) type!: DocumentType;

  readonly #people = this.select((all) => all.people);
  readonly #nodes = this.select((all) => all.tree.nodes);
  readonly #audit = new Older<AuditItem>(this, (part) =>
    auditOf(this.services.client, this.open.base.document.key, part),
  );
  #listed = "";

  override updated(changed: PropertyValues<this>): void {
    const { key, version } = this.open.base.document;
    if (!changed.has("open") || this.#listed === `${key} ${version}`) return;
    this.#listed = `${key} ${version}`;
    void this.#audit.begin();
  }

  override render(): TemplateResult {
    void this.#people.value;
    return html`
      <div class="columns">
        <div class="facts">${this.#about()} ${this.#states()} ${this.#keys()}</div>
        <section aria-labelledby="audit">
          <h2 id="audit">${t("info.audit")}</h2>
          ${this.#table()} ${this.#audit.rest()}
        </section>
      </div>
    `;
  }

  #about(): TemplateResult {
    const { document } = this.open.base;
    return html`<section aria-labelledby="about">
      <h2 id="about">${t("info.about")}</h2>
      <dl>
        ${this.#fact(t("info.place"), html`<cd-document-place .document=${document}></cd-document-place>`)}
        ${this.#fact(t("create.type"), this.type.name)}
        ${this.#fact(t("info.created"), this.#did(document.created, document.creatorKey))}
        ${this.#fact(t("info.saved"), this.#did(document.updated, document.writerKey))}
      </dl>
    </section>`;
  }

  /** The cultures there is something to say of; of the others there may be many. */
  #states(): TemplateResult {
    const { document } = this.open.base;
    const dated = new Set(document.schedule.map(({ culture }) => culture ?? null));
    const told = document.variants.filter(({ culture, state }) => state !== "notCreated" || dated.has(culture));
    return html`<section aria-labelledby="states">
      <h2 id="states">${t("info.state")}</h2>
      <ul>
        ${told.map((variant) => this.#variant(variant))}
      </ul>
      ${told.length < document.variants.length
        ? html`<p class="quiet">${t("info.not-written", { count: document.variants.length - told.length })}</p>`
        : nothing}
    </section>`;
  }

  #variant({ culture, state, published }: DocumentVariant): TemplateResult {
    const { document } = this.open.base;
    const dates = document.schedule.filter((line) => (line.culture ?? null) === culture);
    return html`<li>
      ${culture === null ? nothing : html`<strong>${languageName(culture)}</strong>`}
      <cd-state state=${shownState(document, state)}></cd-state>
      ${published && !document.trashed ? html`<span class="quiet">${t("info.published")} ${timeOf(published)}</span>` : nothing}
      ${dates.map(({ action, due }) => html`<span class="quiet">${t(`schedule.${action}`)} ${timeOf(due)}</span>`)}
    </li>`;
  }

  #keys(): TemplateResult {
    const { key, id, path, version } = this.open.base.document;
    const copyable = (label: string, value: string): TemplateResult =>
      this.#fact(label, html`<cd-copyable label=${label} value=${value}></cd-copyable>`);
    return html`<section aria-labelledby="keys">
      <h2 id="keys">${t("info.keys")}</h2>
      <dl>
        ${copyable(t("info.key"), key)} ${copyable(t("info.id"), String(id))} ${copyable(t("info.path"), path)}
        ${this.#fact(t("info.version"), String(version))}
      </dl>
    </section>`;
  }

  #table(): TemplateResult {
    return html`<table aria-labelledby="audit">
      <thead>
        <tr>
          <th scope="col">${t("info.what")}</th>
          <th scope="col">${t("info.who")}</th>
          <th scope="col">${t("info.when")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.#audit.items.map((item) => this.#deed(item))}
      </tbody>
    </table>`;
  }

  #deed(item: AuditItem): TemplateResult {
    const remark = remarkOf(said({ ...item, message: item.comment, code: item.code ?? undefined }), this.#nodes.value, this.open.base.document.id);
    return html`<tr>
      <td>${deedOf(item)} ${remark ? html`<span class="remark quiet">${remark}</span>` : nothing}</td>
      <td>${item.actorName ?? t("people.system")}</td>
      <td>${timeOf(item.at)}</td>
    </tr>`;
  }

  #fact(name: string, value: unknown): TemplateResult {
    return html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  }

  #did(at: string | null, who: string | null): unknown {
    return at === null ? "" : html`${this.services.people.nameOf(who)}, ${timeOf(at)}`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .columns {
        align-items: start;
      }

      .columns,
      .facts,
      section {
        display: grid;
        gap: var(--uui-size-space-4);
        align-content: start;
        min-width: 0;
      }

      section {
        padding: var(--uui-size-space-5);
        border-radius: 4px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-1);
      }

      h2 {
        font-size: 1.05rem;
      }

      dl,
      ul {
        display: grid;
        gap: var(--uui-size-space-3);
        margin: 0;
        padding: 0;
      }

      dl {
        grid-template-columns: minmax(5.5rem, max-content) minmax(0, 1fr);
        gap: var(--uui-size-space-2) var(--uui-size-space-4);
      }

      dt {
        color: var(--uui-color-text-alt);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--uui-size-space-3);
        overflow-wrap: anywhere;
      }

      li .quiet {
        grid-column: 1 / -1;
        font-size: 0.87rem;
      }

      table {
        width: 100%;
        border-collapse: collapse;
      }

      th,
      td {
        padding: var(--uui-size-space-3) var(--uui-size-space-4) var(--uui-size-space-3) 0;
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        text-align: left;
        vertical-align: top;
        overflow-wrap: anywhere;
      }

      th {
        padding-top: 0;
        color: var(--uui-color-text-alt);
        font-weight: 400;
      }

      time {
        white-space: nowrap;
      }

      p {
        margin: 0;
      }

      th:nth-child(2) {
        width: 24%;
      }

      .remark {
        display: block;
        font-size: 0.87rem;
      }

      .rest {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--uui-size-space-4);
        margin: 0;
      }

      @container (min-width: 56rem) {
        .columns {
          grid-template-columns: 22rem minmax(0, 1fr);
        }
      }

      @container (max-width: 30rem) {
        section {
          padding: var(--uui-size-space-4);
        }

        td {
          padding-right: var(--uui-size-space-2);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-info": DocumentInfo;
  }
}
