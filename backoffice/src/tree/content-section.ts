/** The content section: the tree, and beside it what was chosen in it. */

import { type TemplateResult, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { AppElement } from "../shell/element.js";

@customElement("cd-content-section")
export class ContentSection extends AppElement {
  /** The key of a document, or nothing. */
  @property({ attribute: false }) parts: readonly string[] = [];

  override render(): TemplateResult {
    return html``;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-content-section": ContentSection;
  }
}
