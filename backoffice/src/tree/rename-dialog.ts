/** Asks for other names of a document. */

import { type TemplateResult, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TreeItem } from "../api/model.js";
import { rename } from "../api/structure.js";
import { languageName, t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { tellMessages } from "../shell/messages.js";

@customElement("cd-rename-dialog")
export class RenameDialog extends DialogElement<true> {
  @property({ attribute: false }) node!: TreeItem;

  @state() private names: Readonly<Record<string, string>> = {};

  protected override heading(): string {
    return t("tree.rename-what", { name: this.node.name });
  }

  protected override verb(): string {
    return t("tree.rename");
  }

  protected override ready(): boolean {
    const names = Object.values(this.names);
    return names.length > 0 && names.every((name) => name.trim() !== "");
  }

  protected override fields(): readonly TemplateResult[] {
    return this.node.variants.map(
      ({ culture, name }) => html`<label
        >${culture === null ? t("editor.name") : t("editor.name-in", { language: languageName(culture) })}
        <input
          lang=${culture ?? ""}
          .value=${this.names[culture ?? ""] ?? name}
          @input=${(event: Event) =>
            (this.names = { ...this.names, [culture ?? ""]: (event.target as HTMLInputElement).value })}
        />
      </label>`,
    );
  }

  protected override async answer(): Promise<true> {
    const variants = Object.entries(this.names).map(([culture, name]) => ({ culture: culture || null, name }));
    tellMessages(this.services.store, (await rename(this.services.client, this.node.key, variants)).messages);
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-rename-dialog": RenameDialog;
  }
}
