/** One icon out of those of the page. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { PageElement } from "../page-element.js";
import { ICON_NAMES } from "./icon-names.js";

/** Dispatches `cd-icon` with the name of the icon. */
@customElement("cd-icon-picker")
export class IconPicker extends PageElement {
  @property() value = "";

  override render(): TemplateResult {
    const names = this.value === "" || ICON_NAMES.includes(this.value) ? ICON_NAMES : [this.value, ...ICON_NAMES];
    return html`<details>
      <summary>
        <uui-icon name=${this.value || "document"}></uui-icon
        >${a("types.icon-chosen", { name: wordFor("icon", this.value || "document") })}
      </summary>
      <fieldset>
        <legend class="only-read-aloud">${a("types.icon")}</legend>
        ${names.map(
          (name) =>
            html`<label title=${wordFor("icon", name)}>
              <input
                type="radio"
                name="icon"
                value=${name}
                aria-label=${wordFor("icon", name)}
                .checked=${name === (this.value || "document")}
                @change=${() => this.dispatchEvent(new CustomEvent<string>("cd-icon", { detail: name }))}
              />
              <uui-icon name=${name}></uui-icon>
            </label>`,
        )}
      </fieldset>
    </details>`;
  }

  static override styles = [
    PageElement.styles,
    css`
      summary {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        min-height: 38px;
        padding: 0 var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        cursor: pointer;
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2);
        padding: var(--uui-size-space-3) 0;
      }

      label {
        display: grid;
        place-items: center;
        width: 38px;
        height: 38px;
        border: 1px solid transparent;
        border-radius: 3px;
        cursor: pointer;
      }

      label:has(:checked) {
        border-color: var(--uui-color-default);
        background: var(--uui-color-surface-emphasis);
      }

      label:has(:focus-visible) {
        outline: 2px solid var(--uui-color-focus);
      }

      input {
        position: absolute;
        opacity: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-icon-picker": IconPicker;
  }
  interface HTMLElementEventMap {
    "cd-icon": CustomEvent<string>;
  }
}
