/** Asks which cultures are meant, before they are published or taken down. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { BranchFilter } from "../api/documents.js";
import { languageName, t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";

export interface CulturesChosen {
  /** `*` for a document that does not vary. */
  readonly cultures: readonly string[];
  readonly filter: BranchFilter;
}

@customElement("cd-cultures-dialog")
export class CulturesDialog extends DialogElement<CulturesChosen> {
  @property() question = "";
  @property() action = "";
  @property({ attribute: false }) cultures: readonly string[] = [];
  @property({ attribute: false }) chosen: readonly string[] = [];
  /** Ask also which documents of the branch are meant. */
  @property({ type: Boolean }) branch = false;
  /** Say that what was changed is saved first. */
  @property({ type: Boolean }) savesFirst = false;
  @property({ type: Boolean }) override dangerous = false;

  @state() private filter: BranchFilter = "default";

  /** Does it; the dialog stays open, and says why, when it fails. */
  act: (chosen: CulturesChosen) => Promise<unknown> = async () => undefined;

  protected override heading(): string {
    return this.question;
  }

  protected override verb(): string {
    return this.action;
  }

  protected override ready(): boolean {
    return this.cultures.length === 0 || this.chosen.length > 0;
  }

  protected override fields(): TemplateResult {
    return html`
      ${this.savesFirst ? html`<p>${t("publish.saves-first")}</p>` : nothing}
      ${this.cultures.map(
        (culture) => html`<label class="inline">
          <input type="checkbox" .checked=${this.chosen.includes(culture)} @change=${() => this.#toggle(culture)} />
          ${languageName(culture)}
        </label>`,
      )}
      ${this.branch
        ? html`<label class="inline">
            <input
              type="checkbox"
              @change=${(event: Event) =>
                (this.filter = (event.target as HTMLInputElement).checked ? "includeUnpublished" : "default")}
            />
            ${t("publish.include-unpublished")}
          </label>`
        : nothing}
    `;
  }

  protected override async answer(): Promise<CulturesChosen> {
    const chosen = { cultures: this.cultures.length === 0 ? ["*"] : this.chosen, filter: this.filter };
    await this.act(chosen);
    return chosen;
  }

  #toggle(culture: string): void {
    const without = this.chosen.filter((one) => one !== culture);
    this.chosen = without.length < this.chosen.length ? without : [...this.chosen, culture];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-cultures-dialog": CulturesDialog;
  }
}
