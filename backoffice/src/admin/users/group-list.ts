/** All user groups, with what they open. */

import { type TemplateResult, html } from "lit";
import { customElement } from "lit/decorators.js";
import type { UserGroup } from "../../api/admin.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { hrefOf } from "../../shell/router.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";

@customElement("cd-group-list")
export class GroupList extends PageElement {
  readonly #groups = new ListLoader(this, "userGroups");
  readonly #session = this.select((state) => state.session);

  override render(): TemplateResult {
    const session = this.#session.value;
    const mayAdd = session.kind === "signed-in" && session.user.isAdministrator;
    return html`
      <div class="head">
        <h1>${a("groups.title")}</h1>
        ${
          mayAdd
            ? html`<uui-button
                look="primary"
                href=${hrefOf("users", "group", "new")}
                label=${a("groups.add")}
              ></uui-button>`
            : html`<p class="quiet">${a("groups.administrators-only")}</p>`
        }
      </div>
      ${this.listed(this.#groups.value, (groups) => this.#table(groups))}
    `;
  }

  #table(groups: readonly UserGroup[]): TemplateResult {
    return html`<div class="scroll">
      <table>
        <caption>
          ${a("groups.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("groups.name")}</th>
            <th scope="col" class="secondary">${a("groups.alias")}</th>
            <th scope="col">${a("groups.sections")}</th>
            <th scope="col" class="secondary">${a("nodes.title")}</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (group) =>
              html`<tr>
                <th scope="row"><a href=${hrefOf("users", "group", group.key)}>${group.name}</a></th>
                <td class="secondary"><code>${group.alias}</code></td>
                <td>
                  ${group.sections.map((section) => html`<span class="tag">${wordFor("section", section)}</span>`)}
                </td>
                <td class="secondary">
                  ${group.hasDocumentRootAccess ? a("nodes.root") : a("nodes.count", { count: group.documentStartNodes.length })}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-group-list": GroupList;
  }
}
