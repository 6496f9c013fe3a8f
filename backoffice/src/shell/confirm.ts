/** Asks before something is done that somebody might regret. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { DialogElement } from "./dialog.js";

@customElement("cd-confirm")
export class Confirm extends DialogElement<true> {
  @property() question = "";
  @property() consequence = "";
  @property() action = "";
  /** The word on the button that does nothing. */
  @property() stay = "";
  @property({ type: Boolean }) override dangerous = false;

  /** Does it; the dialog stays open, and says why, when it fails. */
  act: () => Promise<unknown> = async () => undefined;

  protected override heading(): string {
    return this.question;
  }

  protected override fields(): TemplateResult {
    return html`<p>${this.consequence}</p>`;
  }

  protected override verb(): string {
    return this.action;
  }

  protected override cancelVerb(): string {
    return this.stay || super.cancelVerb();
  }

  protected override async answer(): Promise<true> {
    await this.act();
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-confirm": Confirm;
  }
}
