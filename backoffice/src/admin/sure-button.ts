/** A button for what somebody might regret: it asks once more in its own place, without covering what it is about. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import "../shell/components.js";

/** Dispatches `cd-sure` when somebody is. */
@customElement("cd-sure-button")
export class SureButton extends AppElement {
  @property() label = "";
  @property() question = "";
  @property() consequence = "";
  /** What it does can be undone. */
  @property({ type: Boolean }) mild = false;

  @state() private asking = false;

  override render(): TemplateResult {
    if (!this.asking) {
      return html`<uui-button
        look="outline"
        color=${this.mild ? "default" : "danger"}
        label=${this.label}
        @click=${() => this.#ask(true)}
      ></uui-button>`;
    }
    return html`<div class=${this.mild ? "mild" : ""} role="group" aria-labelledby="question" @keydown=${this.#key}>
      <p><strong id="question">${this.question}</strong> ${this.consequence}</p>
      <uui-button look="primary" color=${this.mild ? "default" : "danger"} label=${this.label} @click=${this.#sure}></uui-button>
      <uui-button look="outline" label=${t("action.cancel")} @click=${() => this.#ask(false)}></uui-button>
    </div>`;
  }

  async #ask(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? "uui-button:last-of-type" : "uui-button")?.focus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    void this.#ask(false);
  };

  readonly #sure = (): void => {
    this.asking = false;
    this.dispatchEvent(new CustomEvent("cd-sure"));
  };

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }

      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--uui-size-space-3);
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
        border: 1px solid var(--uui-color-danger-standalone);
        border-radius: 4px;
      }

      .mild {
        border-color: var(--uui-color-border-emphasis);
      }

      p {
        flex: 1 1 12rem;
        margin: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-sure-button": SureButton;
  }
  interface HTMLElementEventMap {
    "cd-sure": CustomEvent;
  }
}
