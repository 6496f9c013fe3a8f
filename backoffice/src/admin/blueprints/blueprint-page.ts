/** The blueprints: the list, or the editor of the one that the address names. */

import { type TemplateResult, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import "../../editor/document-editor.js";
import { a } from "../../i18n/admin/words.js";
import { hrefOf } from "../../shell/router.js";
import { PageElement } from "../page-element.js";
import "./blueprint-list.js";
import { ADDRESS } from "./commands.js";
import { BLUEPRINT } from "./draftable.js";

@customElement("cd-blueprint-page")
export class BlueprintPage extends PageElement {
  /** The key of a blueprint, or nothing for the list. */
  @property({ reflect: true }) key = "";

  override render(): TemplateResult {
    if (this.key === "") return html`<cd-blueprint-list></cd-blueprint-list>`;
    return html`
      <a href=${hrefOf(...ADDRESS)}>${a("form.back")}</a>
      <cd-document-editor key=${this.key} .kind=${BLUEPRINT}></cd-document-editor>
    `;
  }

  static override styles = [
    PageElement.styles,
    css`
      :host(:not([key=""])) {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        gap: var(--uui-size-space-3);
        max-width: none;
        height: 100%;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-blueprint-page": BlueprintPage;
  }
}
