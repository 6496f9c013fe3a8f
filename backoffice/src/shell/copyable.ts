/** Something that nobody types: a key, a path. It can be copied. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { copyText } from "./clipboard.js";
import { AppElement, shared } from "./element.js";

@customElement("cd-copyable")
export class Copyable extends AppElement {
  /** What it is, for the words on the button. */
  @property() label = "";
  @property() value = "";

  @state() private copied = false;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("value")) this.copied = false;
  }

  override render(): TemplateResult {
    return html`<code>${this.value}</code>
      <button aria-label=${t("copyable.copy", { name: this.label })} title=${t("copyable.copy", { name: this.label })} @click=${this.#copy}>
        <uui-icon name=${this.copied ? "check" : "copy"}></uui-icon>
      </button>
      <span role="status" class="only-read-aloud">${this.copied ? t("copyable.copied") : ""}</span>`;
  }

  readonly #copy = async (): Promise<void> => {
    this.copied = await copyText(this.renderRoot.querySelector("code")!);
  };

  static override styles = [
    shared,
    css`
      :host {
        display: inline-flex;
        align-items: baseline;
        gap: var(--uui-size-space-1);
        max-width: 100%;
      }

      code {
        min-width: 0;
        font-family: ui-monospace, monospace;
        font-size: 0.85rem;
        overflow-wrap: anywhere;
      }

      button {
        flex: none;
        align-self: center;
        width: 24px;
        height: 24px;
        padding: 0;
        border: 0;
        border-radius: 3px;
        background: none;
        color: var(--uui-color-text-alt);
        cursor: pointer;
      }

      button:hover {
        background: var(--uui-color-surface-emphasis);
        color: inherit;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-copyable": Copyable;
  }
}
