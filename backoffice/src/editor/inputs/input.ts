/** What all inputs for values have in common. */

import { type CSSResultGroup, type TemplateResult, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { JsonValue } from "../../api/model.js";
import { t } from "../../i18n/i18n.js";
import { AppElement, shared } from "../../shell/element.js";
import type { Unfinished } from "../../store/unfinished.js";

/** What the document type says about how a property is edited. */
export interface PropertySettings {
  /** The answers that a choice offers. */
  readonly options?: readonly (string | number | { readonly value: string | number; readonly label: string })[];
  /** Several answers or documents may be chosen. */
  readonly multiple?: boolean;
  readonly placeholder?: string;
}

const FOCUSABLE = "input, textarea, select, [contenteditable], button, uui-button, a";

export abstract class ValueInput extends AppElement {
  /** The words by which the input is known to those who hear the page. */
  @property() label = "";
  @property({ attribute: false }) value: JsonValue = null;
  @property({ attribute: false }) settings: PropertySettings = {};
  /** What kind of value is stored, as the server names it. */
  @property() valueType = "text";
  @property({ type: Boolean }) readonly = false;
  /** What explains the field; shown beside it, and here only read aloud. */
  @property() hint = "";
  /** What is wrong with the value, as the server said. */
  @property() error = "";
  /** The field has to be filled in before it is published. */
  @property({ type: Boolean }) required = false;
  /** What was typed last, where that is no value. */
  @property({ attribute: false }) unfinished: Unfinished | undefined;
  /** The language of the value, for spelling and pronunciation. */
  @property() override lang = "";

  /** What its user works with: it has the label, and says when it is wrong. */
  protected abstract control(): TemplateResult;

  override render(): TemplateResult {
    const { fault } = this;
    return html`${this.control()}
      <span id="cd-hint" hidden>${this.#explained()}</span>
      ${fault ? html`<p id="cd-fault" class="fault" role="alert">${fault}</p>` : nothing}`;
  }

  /** Goes to what its user works with, not to a button beside it. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>(FOCUSABLE)?.focus(options);
  }

  protected get text(): string {
    return typeof this.value === "string" ? this.value : "";
  }

  protected get fault(): string {
    return this.unfinished?.message || this.error;
  }

  /** The ids of what describes the control, for `aria-describedby`. */
  protected get described(): string {
    return this.fault ? "cd-hint cd-fault" : "cd-hint";
  }

  protected change(value: JsonValue): void {
    this.value = value;
    this.unfinished = undefined;
    this.dispatchEvent(new CustomEvent<JsonValue>("cd-change", { detail: value }));
  }

  /** Tells that what is typed is no value; without words, that it was given up. */
  protected leave(unfinished: Unfinished | undefined): void {
    this.unfinished = unfinished;
    this.dispatchEvent(new CustomEvent<Unfinished | undefined>("cd-unfinished", { detail: unfinished }));
  }

  #explained(): string {
    return [this.required ? t("editor.mandatory") : "", this.hint].filter(Boolean).join(". ");
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

      .fault {
        margin: var(--uui-size-space-1) 0 0;
        color: var(--uui-color-danger-standalone);
      }
    `,
  ];
}

declare global {
  interface HTMLElementEventMap {
    /** The value of an input was changed by its user. */
    "cd-change": CustomEvent<JsonValue>;
    /** What its user typed is no value, or that was given up. */
    "cd-unfinished": CustomEvent<Unfinished | undefined>;
  }
}
