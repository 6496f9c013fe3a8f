/** One line of text, or several. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { ValueInput } from "./input.js";

@customElement("cd-text-input")
export class TextInput extends ValueInput {
  @property({ type: Boolean }) multiline = false;

  protected override control(): TemplateResult {
    const placeholder = this.settings.placeholder ?? "";
    return this.multiline
      ? html`<textarea
          aria-label=${this.label}
          aria-invalid=${this.fault !== ""}
          aria-describedby=${this.described}
          aria-required=${this.required}
          lang=${this.lang}
          dir="auto"
          placeholder=${placeholder}
          ?readonly=${this.readonly}
          .value=${live(this.text)}
          @input=${this.#typed}
        ></textarea>`
      : html`<input
          aria-label=${this.label}
          aria-invalid=${this.fault !== ""}
          aria-describedby=${this.described}
          aria-required=${this.required}
          lang=${this.lang}
          dir="auto"
          placeholder=${placeholder}
          ?readonly=${this.readonly}
          .value=${live(this.text)}
          @input=${this.#typed}
        />`;
  }

  #typed(event: InputEvent): void {
    this.change((event.target as HTMLInputElement).value || null);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-text-input": TextInput;
  }
}
