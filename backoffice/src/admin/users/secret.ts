/** Something secret that the server shows once: a password, or the secret of an API key. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { a } from "../../i18n/admin/words.js";
import { t } from "../../i18n/i18n.js";
import { copyText } from "../../shell/clipboard.js";
import { Unsaved } from "../../shell/leaving.js";
import { PageElement } from "../page-element.js";

/** Dispatches `cd-done` when it may be forgotten. */
@customElement("cd-secret")
export class Secret extends PageElement {
  @property() label = "";
  @property() value = "";

  @state() private copied = false;

  constructor() {
    super();
    new Unsaved(this, () => !this.copied, "secret");
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("value")) this.copied = false;
  }

  override render(): TemplateResult {
    return html`<div class="notice" role="group" aria-labelledby="label">
      <p>
        <strong id="label">${this.label}</strong><br />
        <code tabindex="0" aria-label=${this.label}>${this.value}</code><br />
        <span class="quiet">${a("secret.once")}</span>
      </p>
      <uui-button
        look="primary"
        label=${a(this.copied ? "secret.copied" : "secret.copy")}
        @click=${this.#copy}
      ></uui-button>
      <uui-button
        look="outline"
        label=${t("action.close")}
        @click=${() => this.dispatchEvent(new CustomEvent("cd-done"))}
      ></uui-button>
      <span role="status" class="only-read-aloud">${this.copied ? a("secret.copied") : ""}</span>
    </div>`;
  }

  readonly #copy = async (): Promise<void> => {
    this.copied = await copyText(this.renderRoot.querySelector("code")!);
  };

  static override styles = [
    PageElement.styles,
    css`
      code {
        font-family: ui-monospace, monospace;
        font-size: 1.15rem;
        user-select: all;
        overflow-wrap: anywhere;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-secret": Secret;
  }
  interface HTMLElementEventMap {
    "cd-done": CustomEvent;
  }
}
