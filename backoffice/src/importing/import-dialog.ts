/** Asks which folder is to be imported, of which type its pages are, and whether they are published. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import {
  type FoundFile,
  type ImportLimits,
  type ImportType,
  beginImport,
  importTypes,
  ownImports,
} from "../api/imports.js";
import { type TreeItem, Verb } from "../api/model.js";
import { verbsAt } from "../api/rights.js";
import type { Place } from "../api/structure.js";
import { languageName } from "../i18n/i18n.js";
import { i, megabytes, number } from "../i18n/importing/words.js";
import { DialogElement, ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { type PassedOver, type Survey, chosenFiles, droppedFiles, survey } from "./survey.js";

/** Opens the dialog; gives the key of the import that it began. */
export function askForFolder(near: AppElement, parent: TreeItem | undefined): Promise<string | undefined> {
  const dialog = document.createElement("cd-import-dialog");
  dialog.parent = parent?.key;
  dialog.place = parent?.name ?? "";
  return ask(near, dialog);
}

const SHOWN = 100;

@customElement("cd-import-dialog")
export class ImportDialog extends DialogElement<string> {
  /** Below which document; the root without one. */
  parent: Place;
  /** What that is called. */
  @property() place = "";

  @state() private types: readonly ImportType[] | undefined;
  @state() private limits: ImportLimits | undefined;
  @state() private known: readonly string[] = [];
  @state() private mayPublish = false;
  @state() private type: ImportType | undefined;
  @state() private textAlias = "";
  @state() private publish = false;
  @state() private looking = false;
  @state() private found: Survey | undefined;

  override firstUpdated(): void {
    super.firstUpdated();
    void this.#load();
  }

  protected override heading(): string {
    return this.place ? i("import.below", { name: this.place }) : i("import.at-root");
  }

  protected override verb(): string {
    return i("import.action");
  }

  protected override ready(): boolean {
    return this.type !== undefined && this.found !== undefined && this.found.files.length > 0 && !this.#excess();
  }

  protected override fields(): TemplateResult | typeof nothing {
    if (this.types === undefined) return this.waiting();
    if (this.types.length === 0) return html`<p>${i("import.no-type")}</p>`;
    return html`
      <p class="quiet">${i("import.about")}</p>
      <label class="folder" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.#dropped}>
        <span><uui-icon name="folder"></uui-icon> <b>${i("import.folder")}</b> ${i("import.drop")}</span>
        <input class="only-read-aloud" type="file" webkitdirectory multiple @change=${this.#chosen} />
      </label>
      <div role="status">
        ${this.looking ? html`<p aria-busy="true">${i("import.looking")}</p>` : this.found ? this.#survey(this.found) : nothing}
      </div>
      ${this.#choices(this.types)}
    `;
  }

  protected override async answer(): Promise<string> {
    const { client, imports } = this.services;
    const order = {
      typeAlias: this.type!.alias,
      textAlias: this.textAlias,
      parentKey: this.parent ?? null,
      publish: this.publish && this.mayPublish,
    };
    const begun = await beginImport(client, order);
    const passedOver = this.found!.passedOver.map((one) => ({ path: one.path, reason: this.#reason(one) }));
    void imports.upload(begun, this.found!.files, passedOver);
    return begun.key;
  }

  #survey(found: Survey): TemplateResult {
    if (found.files.length === 0) return html`<p class="warning">${i("import.empty")}</p>`;
    const excess = this.#excess();
    return html`
      <p><strong>${i("import.found", { pages: number(found.pages), files: number(found.files.length) })}</strong></p>
      ${excess ? html`<p class="warning" role="alert">${excess}</p>` : nothing}
      ${found.cultures.length > 0
        ? html`<p>${i("import.languages")}</p>
            <ul>
              ${found.cultures.map((culture) => html`<li>${this.#language(culture)}</li>`)}
            </ul>`
        : nothing}
      ${found.passedOver.length > 0 ? this.#passedOver(found.passedOver) : nothing}
      ${found.nested && this.type?.nests === false ? html`<p class="warning">${i("import.flat")}</p>` : nothing}
    `;
  }

  #passedOver(passedOver: readonly PassedOver[]): TemplateResult {
    return html`<details>
      <summary>${i("import.passed-over", { count: number(passedOver.length) })}</summary>
      <ul>
        ${passedOver.slice(0, SHOWN).map((one) => html`<li>${one.path}: ${this.#reason(one)}</li>`)}
      </ul>
    </details>`;
  }

  #choices(types: readonly ImportType[]): TemplateResult {
    const texts = this.type?.textProperties ?? [];
    return html`
      <label
        >${i("import.type")}
        <select @change=${(event: Event) => this.#choose(types[(event.target as HTMLSelectElement).selectedIndex]!)}>
          ${types.map((type) => html`<option .selected=${live(type === this.type)}>${type.name}</option>`)}
        </select>
      </label>
      ${texts.length > 1
        ? html`<label
            >${i("import.text")}
            <select @change=${(event: Event) => (this.textAlias = (event.target as HTMLSelectElement).value)}>
              ${texts.map(
                ({ alias, label }) => html`<option value=${alias} .selected=${live(alias === this.textAlias)}>${label}</option>`,
              )}
            </select>
          </label>`
        : nothing}
      ${this.mayPublish
        ? html`<label class="inline">
            <input
              type="checkbox"
              .checked=${this.publish}
              @change=${(event: Event) => (this.publish = (event.target as HTMLInputElement).checked)}
            />
            ${i("import.publish")}
          </label>`
        : nothing}
    `;
  }

  #language(culture: string): string {
    const name = { language: `${languageName(culture)} (${culture})` };
    if (this.known.includes(culture)) return name.language;
    const { session } = this.services.store.state;
    const mayAdd = session.kind === "signed-in" && session.user.trees.includes("languages");
    return i(mayAdd ? "import.added" : "import.not-added", name);
  }

  #reason({ fault }: PassedOver): string {
    return i(`import.${fault}`, { size: megabytes(this.limits?.fileBytes ?? 0) });
  }

  /** Why the folder is too much for one import. */
  #excess(): string | undefined {
    const { found, limits } = this;
    if (found === undefined || limits === undefined) return undefined;
    if (found.files.length > limits.files) return i("import.too-many", { most: number(limits.files) });
    return found.bytes > limits.totalBytes ? i("import.too-large", { most: megabytes(limits.totalBytes) }) : undefined;
  }

  readonly #chosen = (event: Event): void => {
    const { files } = event.target as HTMLInputElement;
    if (files !== null && files.length > 0) this.#see(chosenFiles(files));
  };

  readonly #dropped = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    if (event.dataTransfer === null) return;
    this.looking = true;
    this.failed();
    try {
      this.#see(await droppedFiles(event.dataTransfer.items));
    } catch (error) {
      this.failed(error);
    } finally {
      this.looking = false;
    }
  };

  #see(files: readonly FoundFile[]): void {
    if (this.limits) this.found = survey(files, this.limits);
  }

  #choose(type: ImportType): void {
    this.type = type;
    this.textAlias = type.textProperties[0]?.alias ?? "";
  }

  async #load(): Promise<void> {
    const { client, languages, store } = this.services;
    const { session } = store.state;
    try {
      const atRoot = session.kind === "signed-in" ? session.user.verbs : [];
      const [types, { limits }, known, verbs] = await Promise.all([
        importTypes(client, this.parent),
        ownImports(client),
        languages.all(),
        this.parent === undefined ? atRoot : verbsAt(client, this.parent),
      ]);
      this.limits = limits;
      this.known = known.map(({ code }) => code);
      this.mayPublish = verbs.includes(Verb.Publish);
      const best = types.find(({ nests }) => nests) ?? types[0];
      if (best) this.#choose(best);
      this.types = types;
    } catch (error) {
      this.failed(error);
    }
  }

  static override styles = [
    DialogElement.styles,
    css`
      .fields {
        grid-template-columns: minmax(0, 1fr);
      }

      .folder {
        position: relative;
        padding: var(--uui-size-space-5);
        border: 1px dashed var(--uui-color-border-emphasis);
        border-radius: 3px;
        text-align: center;
        cursor: pointer;
      }

      .folder:focus-within {
        outline: 2px solid var(--uui-color-focus);
      }

      [role="status"] {
        display: grid;
        gap: var(--uui-size-space-2);
        overflow-wrap: anywhere;
      }

      ul {
        margin: 0;
        padding-left: 1.2rem;
      }

      .warning {
        padding: var(--uui-size-space-2) var(--uui-size-space-3);
        background: var(--uui-color-warning);
        color: var(--uui-color-warning-contrast);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-import-dialog": ImportDialog;
  }
}
