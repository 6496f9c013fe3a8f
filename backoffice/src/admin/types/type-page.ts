/** The document types: the list, or the one that the address names. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { PageElement } from "../page-element.js";
import "./type-editor.js";
import "./type-list.js";

@customElement("cd-type-page")
export class TypePage extends PageElement {
  /** The key of a type, `new`, or nothing for the list. */
  @property() key = "";

  override render(): TemplateResult {
    return this.key === ""
      ? html`<cd-type-list></cd-type-list>`
      : html`<cd-type-editor key=${this.key}></cd-type-editor>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-type-page": TypePage;
  }
}
