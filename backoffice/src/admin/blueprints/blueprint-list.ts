/** All blueprints, in their folders. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { FolderItem } from "../../api/blueprints.js";
import type { BlueprintItem } from "../../api/structure.js";
import { a } from "../../i18n/admin/words.js";
import { hrefOf } from "../../shell/router.js";
import { selectField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import { ADDRESS, BlueprintCommands } from "./commands.js";
import { type FolderPlace, placesOf } from "./folders.js";

@customElement("cd-blueprint-list")
export class BlueprintList extends PageElement {
  /** The alias of the type that is shown alone; all without one. */
  @state() private type = "";

  readonly #blueprints = new ListLoader(this, "blueprints");
  readonly #folders = new ListLoader(this, "blueprintFolders");
  readonly #commands = new BlueprintCommands(this);

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1>${a("blueprints.title")}</h1>
        <uui-button
          look="outline"
          label=${a("blueprints.add-folder")}
          @click=${() => void this.#commands.createFolder()}
        ></uui-button>
        <uui-button
          look="primary"
          label=${a("blueprints.add")}
          @click=${() => void this.#commands.create()}
        ></uui-button>
      </div>
      <p>${a("blueprints.about")}</p>
      ${this.listed(this.#folders.value, (folders) =>
        this.listed(this.#blueprints.value, (blueprints) => this.#all(blueprints, folders)),
      )}
    `;
  }

  #all(blueprints: readonly BlueprintItem[], folders: readonly FolderItem[]): TemplateResult {
    if (blueprints.length === 0 && folders.length === 0) return html`<p>${a("list.none")}</p>`;
    const fitting = blueprints.filter(({ typeAlias }) => this.type === "" || typeAlias === this.type);
    const known = new Set(folders.map(({ key }) => key));
    const top = fitting.filter(({ folderKey }) => folderKey === null || !known.has(folderKey));
    return html`
      ${this.#filter(blueprints)} ${top.length > 0 ? this.#table(top, a("blueprints.title")) : nothing}
      ${placesOf(folders).map((place) => this.#folder(place, fitting.filter(({ folderKey }) => folderKey === place.key)))}
      ${fitting.length === 0 && folders.length === 0 ? html`<p>${a("blueprints.none-of-type")}</p>` : nothing}
    `;
  }

  #filter(blueprints: readonly BlueprintItem[]): TemplateResult | typeof nothing {
    const types = new Map(blueprints.map(({ typeAlias, typeName }) => [typeAlias, typeName]));
    if (types.size < 2 && this.type === "") return nothing;
    const options = [...types].map(([value, label]) => ({ value, label })).sort(byLabel);
    return html`<div class="tools" role="search">
      ${selectField({
        id: "type",
        label: a("blueprints.type"),
        value: this.type,
        options: [{ value: "", label: a("blueprints.all-types") }, ...options],
        change: (type) => (this.type = type),
      })}
    </div>`;
  }

  #folder(place: FolderPlace, blueprints: readonly BlueprintItem[]): TemplateResult {
    return html`<section aria-labelledby="folder-${place.key}">
      <div class="folder">
        <h2 id="folder-${place.key}"><uui-icon name="folder"></uui-icon>${place.title}</h2>
        <uui-button
          compact
          look="outline"
          label=${a("blueprints.rename-folder", { name: place.title })}
          @click=${() => void this.#commands.renameFolder(place)}
          >${a("blueprints.rename")}</uui-button
        >
        <uui-button
          compact
          look="outline"
          label=${a("blueprints.delete-folder-named", { name: place.title })}
          @click=${() => void this.#commands.deleteFolder(place)}
          >${a("form.delete")}</uui-button
        >
      </div>
      ${blueprints.length > 0 ? this.#table(blueprints, place.title) : html`<p class="quiet">${a("blueprints.empty")}</p>`}
    </section>`;
  }

  #table(blueprints: readonly BlueprintItem[], caption: string): TemplateResult {
    return html`<div class="scroll">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("blueprints.name")}</th>
            <th scope="col" class="secondary">${a("blueprints.type")}</th>
            <th scope="col"><span class="only-read-aloud">${a("blueprints.actions")}</span></th>
          </tr>
        </thead>
        <tbody>
          ${blueprints.map((blueprint) => this.#row(blueprint))}
        </tbody>
      </table>
    </div>`;
  }

  #row(blueprint: BlueprintItem): TemplateResult {
    const { key, name, icon, typeName, folderKey } = blueprint;
    return html`<tr>
      <th scope="row">
        <a href=${hrefOf(...ADDRESS, key)}><uui-icon name=${icon || "document"}></uui-icon>${name}</a>
      </th>
      <td class="secondary">${typeName}</td>
      <td class="end">
        <uui-button
          compact
          look="outline"
          label=${a("blueprints.move-named", { name })}
          @click=${() => void this.#commands.move(blueprint, folderKey)}
          >${a("blueprints.move")}</uui-button
        >
        <uui-button
          compact
          look="outline"
          color="danger"
          label=${a("blueprints.delete-named", { name })}
          @click=${() => void this.#commands.delete(blueprint)}
          >${a("form.delete")}</uui-button
        >
      </td>
    </tr>`;
  }

  static override styles = [
    PageElement.styles,
    css`
      section {
        margin-top: var(--uui-size-space-6);
      }

      .folder {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-4);
        margin-bottom: var(--uui-size-space-3);
      }

      h2 {
        flex: 1;
        overflow-wrap: anywhere;
      }

      uui-icon {
        margin-right: var(--uui-size-space-3);
      }

      .tools .field {
        min-width: min(100%, 16rem);
      }
    `,
  ];
}

function byLabel(one: { readonly label: string }, other: { readonly label: string }): number {
  return one.label.localeCompare(other.label);
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-blueprint-list": BlueprintList;
  }
}
