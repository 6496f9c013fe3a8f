/** What is known about a document besides its fields: its keys, its place, its states, and what was done to it. */

import { type PropertyValues, type TemplateResult, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type AuditItem, auditOf } from "../api/history.js";
import type { DocumentType } from "../api/model.js";
import { languageName, moment, t, wordFor } from "../i18n/i18n.js";
import { said } from "../i18n/said.js";
import { AppElement, shared } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import type { OpenDocument } from "../store/documents.js";

@customElement("cd-document-info")
export class DocumentInfo extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) type!: DocumentType;

  @state() private audit: readonly AuditItem[] = [];
  readonly #people = this.select((all) => all.people);
  #listed = "";

  override updated(changed: PropertyValues<this>): void {
    const { key, version } = this.open.base.document;
    if (!changed.has("open") || this.#listed === `${key} ${version}`) return;
    this.#listed = `${key} ${version}`;
    void this.#list(key);
  }

  override render(): TemplateResult {
    void this.#people.value;
    const { document } = this.open.base;
    const { people } = this.services;
    return html`
      <dl>
        ${this.#fact(t("info.key"), document.key)} ${this.#fact(t("info.id"), String(document.id))}
        ${this.#fact(t("info.path"), document.path)} ${this.#fact(t("create.type"), this.type.name)}
        ${this.#fact(t("info.created"), this.#did(document.created, people.nameOf(document.creatorKey)))}
        ${this.#fact(t("info.saved"), this.#did(document.updated, people.nameOf(document.writerKey)))}
        ${this.#fact(t("info.version"), String(document.version))}
        ${document.variants.map(({ culture, state: variant, published }) =>
          this.#fact(
            culture === null ? t("info.state") : languageName(culture),
            [t(`variant.${variant}`), published ? moment(published) : ""].filter(Boolean).join(", "),
          ),
        )}
        ${document.schedule.map(({ action, due, culture }) =>
          this.#fact(t(`schedule.${action}`), [moment(due), culture ? languageName(culture) : ""].filter(Boolean).join(", ")),
        )}
      </dl>
      <table>
        <caption>
          ${t("info.audit")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("info.when")}</th>
            <th scope="col">${t("info.who")}</th>
            <th scope="col">${t("info.what")}</th>
          </tr>
        </thead>
        <tbody>
          ${this.audit.map(
            (item) => html`<tr>
              <td>${moment(item.at)}</td>
              <td>${item.actorName ?? t("people.system")}</td>
              <td>${done(item)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    `;
  }

  #fact(name: string, value: string): TemplateResult {
    return html`<dt>${name}</dt>
      <dd>${value}</dd>`;
  }

  #did(at: string | null, who: string): string {
    return at === null ? "" : `${moment(at)}, ${who}`;
  }

  async #list(key: string): Promise<void> {
    try {
      this.audit = await auditOf(this.services.client, key);
    } catch (error) {
      tell(this.services.store, error);
    }
  }

  static override styles = [
    shared,
    css`
      dl,
      table {
        margin: 0 0 var(--uui-size-space-5);
        padding: var(--uui-size-space-5);
        border-radius: 4px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-1);
      }

      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--uui-size-space-2) var(--uui-size-space-5);
      }

      dt {
        font-weight: 700;
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      table {
        width: 100%;
        border-spacing: 0;
      }

      caption {
        padding: var(--uui-size-space-4) var(--uui-size-space-5) 0;
        background: var(--uui-color-surface);
        font-weight: 700;
        text-align: left;
      }

      th,
      td {
        padding: var(--uui-size-space-2) var(--uui-size-space-4) var(--uui-size-space-2) 0;
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        text-align: left;
        vertical-align: top;
      }
    `,
  ];
}

function done({ action, cultures, comment, code, parameters }: AuditItem): string {
  const what = wordFor("audit", action);
  const more = said({ message: comment, code: code ?? undefined, parameters });
  return [what, cultures.map(languageName).join(", "), more].filter(Boolean).join(" · ");
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-info": DocumentInfo;
  }
}
