/** Asks for a document, chosen in the tree; or for the root, where that is allowed. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TreeItem } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import "./tree-view.js";

export interface Picked {
  /** `undefined` for the root. */
  readonly key: string | undefined;
  readonly name: string;
}

/** Where, and whether the option was chosen. */
export type Answered = Picked & { readonly withOption: boolean };

@customElement("cd-pick-dialog")
export class PickDialog extends DialogElement<Picked> {
  @property() question = "";
  @property() action = "";
  @property({ type: Boolean }) rootAllowed = false;

  /** Something that can be chosen besides; nothing without words. */
  @property() option = "";

  /** Does what the place is asked for; the dialog stays open, and says why, when it fails. */
  act: (answer: Answered) => Promise<unknown> = async () => undefined;

  @state() private picked: Picked | undefined;
  @state() private withOption = true;

  protected override heading(): string {
    return this.question;
  }

  protected override verb(): string {
    return this.action || t("action.choose");
  }

  protected override ready(): boolean {
    return this.picked !== undefined;
  }

  protected override fields(): TemplateResult {
    return html`
      ${this.rootAllowed
        ? html`<label class="inline">
            <input
              type="checkbox"
              .checked=${this.picked !== undefined && this.picked.key === undefined}
              @change=${this.#root}
            />${t("tree.root")}
          </label>`
        : nothing}
      <cd-tree
        label=${t("tree.label")}
        current=${this.picked?.key ?? ""}
        @cd-open=${({ detail }: CustomEvent<TreeItem>) => (this.picked = { key: detail.key, name: detail.name })}
      ></cd-tree>
      ${this.option
        ? html`<label class="inline">
            <input
              type="checkbox"
              .checked=${this.withOption}
              @change=${(event: Event) => (this.withOption = (event.target as HTMLInputElement).checked)}
            />${this.option}
          </label>`
        : nothing}
    `;
  }

  protected override async answer(): Promise<Picked> {
    const picked = this.picked!;
    await this.act({ ...picked, withOption: this.option !== "" && this.withOption });
    return picked;
  }

  #root(event: Event): void {
    const isRoot = (event.target as HTMLInputElement).checked;
    this.picked = isRoot ? { key: undefined, name: t("tree.root") } : undefined;
  }

  static override styles = [
    DialogElement.styles,
    css`
      cd-tree {
        height: min(22rem, 50dvh);
        border: 1px solid var(--uui-color-border);
      }
    `,
  ];
}

/** Asks for a place in the tree; at the root only who may stand there. */
export function placePicker(near: AppElement, question: string, action: string): PickDialog {
  const { session } = near.services.store.state;
  const rootAllowed = session.kind === "signed-in" && session.user.hasDocumentRootAccess;
  return Object.assign(document.createElement("cd-pick-dialog"), { question, action, rootAllowed });
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-pick-dialog": PickDialog;
  }
}
