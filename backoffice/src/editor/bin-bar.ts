/** The bar below a document in the recycle bin: the way back, and the way out for good. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type DocumentAnswer, Verb } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { barStyles } from "./bar-styles.js";
import { deleteFromBin, restoreFromBin } from "../tree/bin.js";

@customElement("cd-bin-bar")
export class BinBar extends AppElement {
  @property({ attribute: false }) document!: DocumentAnswer;

  override render(): TemplateResult {
    const may = (verb: string): boolean => this.document.allowedActions.includes(verb);
    return html`<footer>
      <p><uui-icon name="trash"></uui-icon> ${t(may(Verb.Move) ? "editor.in-bin" : "editor.only-in-bin")}</p>
      ${may(Verb.Delete)
        ? html`<uui-button
            look="outline"
            color="danger"
            label=${t("bin.delete")}
            @click=${() => void deleteFromBin(this, this.document)}
          ></uui-button>`
        : nothing}
      ${may(Verb.Move)
        ? html`<uui-button
            look="primary"
            label=${t("bin.restore")}
            @click=${() => void restoreFromBin(this, this.document)}
          ></uui-button>`
        : nothing}
    </footer>`;
  }

  static override styles = [
    shared,
    barStyles,
    css`
      uui-icon {
        margin-right: var(--uui-size-space-2);
        vertical-align: -2px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-bin-bar": BinBar;
  }
}
