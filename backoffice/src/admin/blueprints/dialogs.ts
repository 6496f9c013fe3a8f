/** What is asked about blueprints: of which type a new one is, what a new folder is called, and where something goes. */

import { type CSSResultGroup, type TemplateResult, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DocumentTypeItem, Page } from "../../api/admin.js";
import { type FolderItem, allFolders, createEmpty, createFolder, renameFolder } from "../../api/blueprints.js";
import { a } from "../../i18n/admin/words.js";
import { DialogElement } from "../../shell/dialog.js";
import { tellMessages } from "../../shell/messages.js";
import { selectField, textField } from "../fields.js";
import { formStyles } from "../styles.js";
import { folderOptions } from "./folders.js";

abstract class FolderDialog<T> extends DialogElement<T> {
  /** The key of the folder that is chosen; empty for the top. */
  @property() folder = "";
  @state() protected folders: readonly FolderItem[] | undefined;

  override firstUpdated(): void {
    super.firstUpdated();
    void this.#load();
  }

  /** Fetches what the dialog needs besides the folders. */
  protected async load(): Promise<void> {}

  /** What is asked, once everything is there. */
  protected abstract questions(): unknown;

  protected override fields(): unknown {
    return this.folders === undefined ? this.waiting() : this.questions();
  }

  protected get folderKey(): string | null {
    return this.folder || null;
  }

  protected folderField(label: string): TemplateResult {
    const change = (folder: string): void => void (this.folder = folder);
    return selectField({ id: "folder", label, value: this.folder, options: folderOptions(this.folders ?? []), change });
  }

  async #load(): Promise<void> {
    try {
      const [folders] = await Promise.all([allFolders(this.services.client), this.load()]);
      this.folders = folders;
    } catch (error) {
      this.failed(error);
    }
  }

  static override styles: CSSResultGroup = [DialogElement.styles, formStyles];
}

/** Gives the key of the blueprint that was made. */
@customElement("cd-new-blueprint-dialog")
export class NewBlueprintDialog extends FolderDialog<string> {
  @state() private types: readonly DocumentTypeItem[] = [];
  @state() private type = "";
  @state() private name = "";

  protected override heading(): string {
    return a("blueprints.add");
  }

  protected override verb(): string {
    return a("blueprints.create");
  }

  protected override ready(): boolean {
    return this.type !== "" && this.name.trim() !== "";
  }

  protected override async load(): Promise<void> {
    this.types = (await this.services.client.get<Page<DocumentTypeItem>>("/document-type", { take: 500 })).items;
    this.type = this.types[0]?.alias ?? "";
  }

  protected override questions(): TemplateResult {
    if (this.types.length === 0) return html`<p>${a("blueprints.no-type")}</p>`;
    return html`
      ${selectField({
        id: "type",
        label: a("blueprints.type"),
        value: this.type,
        options: this.types.map(({ alias, name }) => ({ value: alias, label: name })),
        change: (type) => (this.type = type),
      })}
      ${textField({
        id: "name",
        label: a("blueprints.name"),
        required: true,
        value: this.name,
        change: (name) => (this.name = name),
      })}
      ${this.folderField(a("blueprints.folder"))}
      <p class="hint">${a("blueprints.from-document")}</p>
    `;
  }

  protected override async answer(): Promise<string> {
    const { client, store } = this.services;
    const made = await createEmpty(client, this.type, this.name, this.folderKey);
    tellMessages(store, made.messages);
    return made.key;
  }
}

@customElement("cd-new-folder-dialog")
export class NewFolderDialog extends FolderDialog<true> {
  @state() private name = "";

  protected override heading(): string {
    return a("blueprints.add-folder");
  }

  protected override verb(): string {
    return a("blueprints.create-folder");
  }

  protected override ready(): boolean {
    return this.name.trim() !== "";
  }

  protected override questions(): TemplateResult {
    return html`
      ${textField({
        id: "name",
        label: a("blueprints.folder-name"),
        required: true,
        value: this.name,
        change: (name) => (this.name = name),
      })}
      ${this.folderField(a("blueprints.inside"))}
    `;
  }

  protected override async answer(): Promise<true> {
    await createFolder(this.services.client, this.name, this.folderKey);
    return true;
  }
}

@customElement("cd-rename-folder-dialog")
export class RenameFolderDialog extends DialogElement<true> {
  @property() key = "";
  /** What the folder is called, and what it is to be called. */
  @property() name = "";

  #before = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#before = this.name;
  }

  protected override heading(): string {
    return a("blueprints.rename-folder", { name: this.#before });
  }

  protected override verb(): string {
    return a("blueprints.rename");
  }

  protected override ready(): boolean {
    return this.name.trim() !== "";
  }

  protected override fields(): TemplateResult {
    return textField({
      id: "name",
      label: a("blueprints.folder-name"),
      required: true,
      value: this.name,
      change: (name) => (this.name = name),
    });
  }

  protected override async answer(): Promise<true> {
    const { client, store } = this.services;
    tellMessages(store, (await renameFolder(client, this.key, this.name)).messages);
    return true;
  }

  static override styles: CSSResultGroup = [DialogElement.styles, formStyles];
}

/** Gives the key of the folder, or `null` for the top. */
@customElement("cd-move-blueprint-dialog")
export class MoveBlueprintDialog extends FolderDialog<string | null> {
  @property() name = "";

  /** Does it; the dialog stays open, and says why, when it fails. */
  act: (folderKey: string | null) => Promise<unknown> = async () => undefined;

  protected override heading(): string {
    return a("blueprints.move-where", { name: this.name });
  }

  protected override verb(): string {
    return a("blueprints.move");
  }

  protected override questions(): TemplateResult {
    return this.folderField(a("blueprints.folder"));
  }

  protected override async answer(): Promise<string | null> {
    await this.act(this.folderKey);
    return this.folderKey;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-new-blueprint-dialog": NewBlueprintDialog;
    "cd-new-folder-dialog": NewFolderDialog;
    "cd-rename-folder-dialog": RenameFolderDialog;
    "cd-move-blueprint-dialog": MoveBlueprintDialog;
  }
}
