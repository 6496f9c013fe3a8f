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

  /** The alias of the type of what is to be put there; nothing where every document will do. */
  @property() type = "";

  /** What cannot be chosen, besides places where the type is not allowed. */
  refuses: (node: TreeItem) => boolean = () => false;

  /** Something that can be chosen besides; nothing without words. */
  @property() option = "";

  /** Does what the place is asked for; the dialog stays open, and says why, when it fails. */
  act: (answer: Answered) => Promise<unknown> = async () => undefined;

  readonly #nodes = this.select((all) => all.tree.nodes);
  /** The types that have been asked for, and what is allowed below them as far as it is known. */
  readonly #asked = new Set<string>();
  @state() private allowed: Readonly<Record<string, readonly string[]>> = {};
  @state() private picked: Picked | undefined;
  @state() private withOption = true;

  override willUpdate(): void {
    if (this.type === "") return;
    for (const { typeAlias } of Object.values(this.#nodes.value)) void this.#learn(typeAlias);
  }

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
        .refuses=${(node: TreeItem) => this.#refuses(node)}
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

  #refuses(node: TreeItem): boolean {
    const allowed = this.allowed[node.typeAlias];
    return this.refuses(node) || (this.type !== "" && allowed !== undefined && !allowed.includes(this.type));
  }

  /** What is not known is left to the server, which says so. */
  async #learn(alias: string): Promise<void> {
    if (this.#asked.has(alias)) return;
    this.#asked.add(alias);
    const type = await this.services.types.get(alias).catch(() => undefined);
    if (type) this.allowed = { ...this.allowed, [alias]: type.allowedChildren };
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

/** Asks for a place in the tree where a type may stand; at the root only who may stand there. */
export function placePicker(near: AppElement, question: string, action: string, type: string): PickDialog {
  const { session } = near.services.store.state;
  const rootAllowed = session.kind === "signed-in" && session.user.hasDocumentRootAccess;
  return Object.assign(document.createElement("cd-pick-dialog"), { question, action, type, rootAllowed });
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-pick-dialog": PickDialog;
  }
}
