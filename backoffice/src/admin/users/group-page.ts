/** The user groups: the list, or the one that the address names. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PageElement } from "../page-element.js";
import "./group-editor.js";
import "./group-list.js";

@customElement("cd-group-page")
export class GroupPage extends PageElement {
  /** The key of a group, `new`, or nothing for the list. */
  @property() key = "";

  override render(): TemplateResult {
    return this.key === ""
      ? html`<cd-group-list></cd-group-list>`
      : html`<cd-group-editor key=${this.key}></cd-group-editor>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-group-page": GroupPage;
  }
}
