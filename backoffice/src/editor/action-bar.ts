/** The bar below the fields: whether something is unsaved, saving it, and what else can be done. */

import { type CSSResultGroup, type TemplateResult, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { DocumentWriter, DraftBody, Loaded } from "../api/documents.js";
import type { DocumentType } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import "../shell/components.js";
import { isAsking } from "../shell/dialog.js";
import { AppElement, shared } from "../shell/element.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tellDone } from "../shell/messages.js";
import { type OpenDocument, isDirty } from "../store/documents.js";
import { unfinishedOf } from "../store/unfinished.js";
import { labelled } from "./faults.js";
import { barStyles } from "./bar-styles.js";
import type { DocumentKeeper } from "./keeper.js";

export abstract class ActionBar extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) type!: DocumentType;
  @property({ attribute: false }) keeper!: DocumentKeeper;

  readonly #unfinished = this.select((all) => unfinishedOf(all.unfinished, this.open.base.document.key));

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
      ${isDirty(this.open) || this.#isUnfinished ? html`<p>${t("editor.unsaved")}</p>` : nothing}
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
            @click=${() => void this.#saveAll()}
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
    if (isAsking() || !this.maySave()) return;
    if (isDirty(this.open) || this.#isUnfinished) void this.#saveAll();
    else tellDone(this.services.store, t("editor.nothing-to-save"));
  };

  async #saveAll(): Promise<void> {
    if (this.isStopped()) return;
    const { key } = this.open.base.document;
    // What was typed while a write was on its way is saved after it; when that failed, the page says why.
    for (let before = this.keeper.writing(key); before !== undefined; before = this.keeper.writing(key)) {
      if (!(await before) || !isDirty(this.services.store.state.documents[key])) return;
    }
    if (await this.save((writer, draft) => writer.save(draft), key)) this.told(key, t("editor.saved"));
  }

  /** Says that something was done with a document, wherever one is by now. */
  protected told(key: string, headline: string): void {
    tellDone(this.services.store, headline, "", this.keeper.about(key));
  }

  get #isUnfinished(): boolean {
    return Object.keys(this.#unfinished.value).length > 0;
  }

  /** Whether something stands in a field that is no value: then that is shown, instead of saving without it. */
  protected isStopped(): boolean {
    if (this.#isUnfinished) this.#showFault();
    return this.#isUnfinished;
  }

  /** Writes what was changed; what is refused at a field is shown there. Gives whether it was done. */
  protected async save(
    work: (writer: DocumentWriter, draft: DraftBody) => Promise<Loaded>,
    key = this.open.base.document.key,
  ): Promise<boolean> {
    const { type } = this;
    const { segments } = this.services.store.state;
    const done = await this.keeper.save(key, (writer, draft) => labelled(type, segments, work(writer, draft)));
    if (!done && key === this.open.base.document.key) this.#showFault();
    return done;
  }

  /** Asks the editor to go to what is wrong. */
  #showFault(): void {
    this.dispatchEvent(new CustomEvent("cd-fault", { bubbles: true, composed: true }));
  }

  static override styles: CSSResultGroup = [shared, barStyles];
}
