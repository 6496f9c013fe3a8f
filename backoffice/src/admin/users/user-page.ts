/** The users: the list, or the one that the address names. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PageElement } from "../page-element.js";
import "./user-editor.js";
import "./user-list.js";

@customElement("cd-user-page")
export class UserPage extends PageElement {
  /** The key of a user, `new`, or nothing for the list. */
  @property() key = "";

  override render(): TemplateResult {
    return this.key === ""
      ? html`<cd-user-list></cd-user-list>`
      : html`<cd-user-editor key=${this.key}></cd-user-editor>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-user-page": UserPage;
  }
}
