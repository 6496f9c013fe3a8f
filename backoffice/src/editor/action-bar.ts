/** The bar below the fields: whether something is unsaved, saving it, and what else can be done. */

import { type CSSResultGroup, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import "../shell/components.js";
import { AppElement, shared } from "../shell/element.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tellDone } from "../shell/messages.js";
import { type OpenDocument, isDirty } from "../store/documents.js";
import type { DocumentKeeper } from "./keeper.js";

export abstract class ActionBar extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) keeper!: DocumentKeeper;

  /** Whether it may be saved. */
  protected abstract maySave(): boolean;
  /** What stands in the menu of further actions. */
  protected abstract more(): readonly MenuItem[];

  /** What else has a button of its own. */
  protected further(): TemplateResult | typeof nothing {
    return nothing;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#shortcut);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#shortcut);
  }

  override render(): TemplateResult {
    const [more, further] = [this.more(), this.further()];
    return html`<footer>
      ${isDirty(this.open) ? html`<p>${t("editor.unsaved")}</p>` : nothing}
      ${more.length > 0
        ? html`<uui-button
            look="outline"
            label=${t("editor.more")}
            ?disabled=${this.open.saving !== undefined}
            @click=${(event: Event) => this.#openMore(event.currentTarget as HTMLElement, more)}
          ></uui-button>`
        : nothing}
      ${this.maySave()
        ? html`<uui-button
            look=${further === nothing ? "primary" : "secondary"}
            label=${t("editor.save")}
            .state=${this.waiting}
            @click=${() => void this.#save()}
          ></uui-button>`
        : nothing}
      ${further}
    </footer>`;
  }

  /** The state of buttons while something is on its way. */
  protected get waiting(): "waiting" | undefined {
    return this.open.saving ? "waiting" : undefined;
  }

  #openMore(button: HTMLElement, items: readonly MenuItem[]): void {
    const { left, top } = button.getBoundingClientRect();
    openMenu(this, t("editor.more"), items, left, top);
  }

  readonly #shortcut = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (this.maySave()) void this.#save();
  };

  async #save(): Promise<void> {
    const { key } = this.open.base.document;
    if (await this.keeper.save(key, (writer, draft) => writer.save(draft))) tellDone(this.services.store, t("editor.saved"));
  }

  static override styles: CSSResultGroup = [
    shared,
    css`
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: var(--uui-size-space-3);
        min-height: 54px;
        padding: var(--uui-size-space-3) var(--uui-size-space-5);
        background: var(--uui-color-surface);
        border-top: 1px solid var(--uui-color-border);
      }

      p {
        flex: 1;
        margin: 0;
      }
    `,
  ];
}
