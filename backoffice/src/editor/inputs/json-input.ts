/** Plain JSON as text. What is no JSON stays in the field with what is wrong, and keeps from saving. */

import { type TemplateResult, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { JsonValue } from "../../api/model.js";
import { t } from "../../i18n/i18n.js";
import { type Reading, TypedInput } from "./typed-input.js";

@customElement("cd-json-input")
export class JsonInput extends TypedInput {
  protected override control(): TemplateResult {
    return html`<textarea
      aria-label=${this.label}
      aria-invalid=${this.fault !== ""}
      aria-describedby=${this.described}
      aria-required=${this.required}
      spellcheck="false"
      ?readonly=${this.readonly}
      .value=${live(this.draft)}
      @input=${(event: Event) => this.typed((event.target as HTMLTextAreaElement).value)}
    ></textarea>`;
  }

  protected override read(text: string): Reading {
    try {
      return { value: text.trim() === "" ? null : JSON.parse(text) };
    } catch {
      return { message: this.wanted }; // What the browser says of it is English.
    }
  }

  protected override get wanted(): string {
    return t("input.no-json");
  }

  protected override written(value: JsonValue): string {
    return value === null ? "" : JSON.stringify(value, null, 2);
  }

  static override styles = [
    TypedInput.styles,
    css`
      textarea {
        font-family: ui-monospace, monospace;
        font-size: 0.9em;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-json-input": JsonInput;
  }
}
