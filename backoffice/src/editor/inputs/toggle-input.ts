/** Yes or no. */

import { type TemplateResult, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/i18n.js";
import { ValueInput } from "./input.js";

@customElement("cd-toggle-input")
export class ToggleInput extends ValueInput {
  protected override control(): TemplateResult {
    return html`<label>
      <input
        type="checkbox"
        role="switch"
        aria-label=${this.label}
        aria-describedby=${this.described}
        ?disabled=${this.readonly}
        .checked=${this.value === true}
        @change=${(event: Event) => this.change((event.target as HTMLInputElement).checked)}
      />
      ${this.value === true ? t("input.yes") : t("input.no")}
    </label>`;
  }

  static override styles = [
    ValueInput.styles,
    css`
      label {
        display: inline-flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        min-height: 38px;
      }

      input {
        width: 18px;
        height: 18px;
        accent-color: var(--uui-color-selected);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-toggle-input": ToggleInput;
  }
}
