/** Plain JSON as text. What is no JSON stays in the field with what is wrong, and is not taken over. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.js";
import { sameJson } from "../fields.js";
import { ValueInput } from "./input.js";

@customElement("cd-json-input")
export class JsonInput extends ValueInput {
  @state() private draft = "";
  @state() private fault = "";

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("value") && !sameJson(parsed(this.draft), this.value)) {
      this.draft = this.value === null ? "" : JSON.stringify(this.value, null, 2);
      this.fault = "";
    }
  }

  override render(): TemplateResult {
    return html`
      <textarea
        aria-label=${this.label}
        aria-invalid=${this.invalid || this.fault !== ""}
        aria-describedby="fault"
        spellcheck="false"
        ?readonly=${this.readonly}
        .value=${live(this.draft)}
        @input=${this.#typed}
      ></textarea>
      <p id="fault" role="alert">${this.fault || nothing}</p>
    `;
  }

  #typed(event: InputEvent): void {
    this.draft = (event.target as HTMLTextAreaElement).value;
    try {
      const value: unknown = this.draft.trim() === "" ? null : JSON.parse(this.draft);
      this.fault = "";
      this.change(value);
    } catch {
      this.fault = t("input.not-json"); // What the browser says of it is English.
    }
  }

  static override styles = [
    ValueInput.styles,
    css`
      textarea {
        font-family: ui-monospace, monospace;
        font-size: 0.9em;
      }

      p {
        margin: 0;
        color: var(--uui-color-danger-standalone);
      }
    `,
  ];
}

function parsed(text: string): unknown {
  try {
    return text.trim() === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-json-input": JsonInput;
  }
}
