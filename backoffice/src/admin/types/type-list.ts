/** All document types. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { DocumentTypeItem } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { hrefOf } from "../../shell/router.js";
import { textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";

@customElement("cd-type-list")
export class TypeList extends PageElement {
  @state() private text = "";

  readonly #types = new ListLoader(this, "documentTypes");

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1>${a("types.title")}</h1>
        <uui-button
          look="primary"
          href=${hrefOf("settings", "document-type", "new")}
          label=${a("types.add")}
        ></uui-button>
      </div>
      <div class="tools" role="search">
        ${textField({ id: "text", type: "search", label: a("types.search"), value: this.text, change: (text) => (this.text = text) })}
      </div>
      ${this.listed(this.#types.value, (types) => this.#table(types))}
    `;
  }

  #table(types: readonly DocumentTypeItem[]): TemplateResult {
    const wanted = this.text.trim().toLowerCase();
    const shown = types.filter(({ name, alias }) => `${name} ${alias}`.toLowerCase().includes(wanted));
    if (shown.length === 0) return html`<p>${a(types.length === 0 ? "list.none" : "types.none")}</p>`;
    return html`<div class="scroll">
      <table>
        <caption>
          ${a("types.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("types.name")}</th>
            <th scope="col">${a("types.alias")}</th>
            <th scope="col" class="secondary">${a("types.traits")}</th>
            <th scope="col" class="secondary">${a("types.description")}</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (type) =>
              html`<tr>
                <th scope="row">
                  <a href=${hrefOf("settings", "document-type", type.key)}>
                    <uui-icon name=${type.icon || "document"}></uui-icon>${type.name}
                  </a>
                </th>
                <td><code>${type.alias}</code></td>
                <td class="secondary">
                  ${type.variesByCulture ? html`<span class="tag">${a("types.varies-short")}</span>` : nothing}
                  ${type.allowedAtRoot ? html`<span class="tag">${a("types.at-root-short")}</span>` : nothing}
                </td>
                <td class="secondary">${type.description}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  static override styles = [
    PageElement.styles,
    css`
      uui-icon {
        margin-right: var(--uui-size-space-3);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-type-list": TypeList;
  }
}
