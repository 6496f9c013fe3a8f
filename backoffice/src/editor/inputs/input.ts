/** What all inputs for values have in common. */

import { type CSSResultGroup, css } from "lit";
import { property } from "lit/decorators.js";
import type { JsonValue } from "../../api/model.js";
import { AppElement, shared } from "../../shell/element.js";

/** What the document type says about how a property is edited. */
export interface PropertySettings {
  /** The answers that a choice offers. */
  readonly options?: readonly (string | number | { readonly value: string | number; readonly label: string })[];
  /** Several answers or documents may be chosen. */
  readonly multiple?: boolean;
  readonly placeholder?: string;
}

export abstract class ValueInput extends AppElement {
  /** The words by which the input is known to those who hear the page. */
  @property() label = "";
  @property({ attribute: false }) value: JsonValue = null;
  @property({ attribute: false }) settings: PropertySettings = {};
  /** What kind of value is stored, as the server names it. */
  @property() valueType = "text";
  @property({ type: Boolean }) readonly = false;
  @property({ type: Boolean }) invalid = false;
  /** The language of the value, for spelling and pronunciation. */
  @property() override lang = "";

  protected get text(): string {
    return typeof this.value === "string" ? this.value : "";
  }

  protected change(value: JsonValue): void {
    this.value = value;
    this.dispatchEvent(new CustomEvent<JsonValue>("cd-change", { detail: value }));
  }

  static override styles: CSSResultGroup = [
    shared,
    css`
      :host {
        display: block;
      }

      input:not([type="checkbox"], [type="radio"]),
      textarea,
      select {
        width: 100%;
        min-height: 38px;
        padding: var(--uui-size-space-2) var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      textarea {
        resize: vertical;
        field-sizing: content;
        min-height: 5.5em;
        max-height: 30em;
      }

      [aria-invalid="true"] {
        border-color: var(--uui-color-danger-standalone);
      }

      :disabled,
      [readonly] {
        background: var(--uui-color-surface-alt);
      }
    `,
  ];
}

declare global {
  interface HTMLElementEventMap {
    /** The value of an input was changed by its user. */
    "cd-change": CustomEvent<JsonValue>;
  }
}
