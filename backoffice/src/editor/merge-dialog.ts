/** Shows what I changed and what somebody else changed meanwhile; where both did, I choose. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DocumentType } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { differenceOf, labelOf, propertyOf } from "./difference.js";
import type { Choice, Difference } from "../store/merge.js";

@customElement("cd-merge-dialog")
export class MergeDialog extends DialogElement<Readonly<Record<string, Choice>>> {
  @property({ attribute: false }) differences: readonly Difference[] = [];
  @property({ attribute: false }) type!: DocumentType;
  @property() person = "";
  /** Something came while this was asked before. */
  @property({ type: Boolean }) again = false;

  @state() private choices: Readonly<Record<string, Choice>> = {};

  protected override heading(): string {
    return t("merge.heading", { person: this.person });
  }

  protected override verb(): string {
    return t("merge.action");
  }

  protected override ready(): boolean {
    return this.differences.every(({ field, changedBy }) => changedBy !== "both" || field in this.choices);
  }

  protected override answer(): Readonly<Record<string, Choice>> {
    return this.choices;
  }

  protected override fields(): TemplateResult {
    return html`
      ${this.again ? html`<p role="alert">${t("merge.again")}</p>` : nothing}
      ${this.differences.map((difference) => this.#difference(difference))}
    `;
  }

  #difference({ field, before, mine, theirs, changedBy }: Difference): TemplateResult {
    const label = labelOf(field, this.type, this.services.store.state.segments);
    return html`<fieldset>
      <legend>${label}</legend>
      ${changedBy === "both" ? html`<p class="both">${t("merge.both")}</p>` : nothing}
      ${changedBy === "them"
        ? nothing
        : this.#side(field, "mine", t("merge.mine"), differenceOf(before, mine, propertyOf(field, this.type)), changedBy === "both")}
      ${changedBy === "me"
        ? nothing
        : this.#side(field, "theirs", this.person, differenceOf(before, theirs, propertyOf(field, this.type)), changedBy === "both")}
    </fieldset>`;
  }

  #side(field: string, choice: Choice, who: string, what: TemplateResult, mustChoose: boolean): TemplateResult {
    return html`<label class="inline">
      ${mustChoose
        ? html`<input
            type="radio"
            name=${field}
            .checked=${this.choices[field] === choice}
            @change=${() => (this.choices = { ...this.choices, [field]: choice })}
          />`
        : nothing}
      <span><strong>${who}:</strong> ${what}</span>
    </label>`;
  }

  static override styles = [
    DialogElement.styles,
    css`
      dialog {
        width: min(52rem, calc(100vw - 24px));
      }

      fieldset {
        display: grid;
        gap: var(--uui-size-space-2);
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
      }

      legend {
        font-weight: 700;
      }

      .both {
        color: var(--uui-color-danger-standalone);
      }

      label.inline {
        align-items: baseline;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-merge-dialog": MergeDialog;
  }
}
