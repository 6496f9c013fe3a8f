/** Asks where a link leads: to an address, or to a document that is chosen in the tree. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../../i18n/i18n.js";
import { DialogElement, ask } from "../../../shell/dialog.js";
import "../../../tree/pick-dialog.js";
import { DocumentNames } from "../../document-names.js";
import { addressOf, documentAddress, documentIn } from "./address.js";

/** Where a link leads; to nothing when it is to be removed. */
export interface LinkTarget {
  readonly href: string | null;
  /** What stands for the link where there are no words for it yet. */
  readonly words: string;
  readonly newTab: boolean;
}

@customElement("cd-link-dialog")
export class LinkDialog extends DialogElement<LinkTarget> {
  /** Where the link leads now; nothing for a new one. */
  @property() href = "";
  @property({ type: Boolean }) newTab = false;

  @state() private written = "";
  /** What is half written is wrong only when its writer has left the field. */
  @state() private isLeft = false;

  readonly #names = new DocumentNames(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.written = this.href;
  }

  protected override heading(): string {
    return t(this.href ? "link.change" : "link.new");
  }

  protected override verb(): string {
    return t("link.action");
  }

  protected override ready(): boolean {
    return "href" in addressOf(this.written);
  }

  protected override fields(): TemplateResult {
    const address = addressOf(this.written);
    const isTold = "fault" in address && (this.isLeft || address.fault === "link.runs");
    const fault = isTold ? t(address.fault) : "";
    return html`
      <label>
        ${t("link.address")}
        <input
          type="text"
          inputmode="url"
          autofocus
          autocomplete="off"
          spellcheck="false"
          dir="ltr"
          aria-invalid=${fault !== ""}
          aria-describedby="fault about"
          .value=${this.written}
          @change=${() => (this.isLeft = this.written !== "")}
          @input=${(event: Event) => this.#write((event.target as HTMLInputElement).value)}
        />
      </label>
      <p id="fault" class="fault" role="alert">${fault}</p>
      <p id="about" class="quiet">${this.#about()}</p>
      <div class="more">
        <uui-button look="outline" label=${t("input.choose-document")} @click=${() => void this.#choose()}></uui-button>
        ${this.href
          ? html`<uui-button
              look="outline"
              label=${t("link.remove")}
              @click=${() => this.finish({ href: null, words: "", newTab: false })}
            ></uui-button>`
          : nothing}
      </div>
      <label class="inline">
        <input
          type="checkbox"
          .checked=${this.newTab}
          @change=${(event: Event) => (this.newTab = (event.target as HTMLInputElement).checked)}
        />${t("link.new-tab")}
      </label>
    `;
  }

  protected override answer(): LinkTarget {
    const address = addressOf(this.written);
    const href = "href" in address ? address.href : null;
    return { href, words: this.#documentName || this.written.trim(), newTab: this.newTab };
  }

  #about(): string {
    const name = this.#documentName;
    if (name === null) return t("input.no-document");
    return name === undefined ? t("link.hint") : t("link.to-document", { name });
  }

  /** What the document is called that the address is of; see `DocumentNames.find`. */
  get #documentName(): string | null | undefined {
    const key = documentIn(this.written);
    return key === undefined ? undefined : this.#names.find(key);
  }

  #write(text: string): void {
    this.written = text;
    this.isLeft = false;
  }

  async #choose(): Promise<void> {
    const dialog = document.createElement("cd-pick-dialog");
    dialog.question = t("input.choose-document");
    const chosen = await ask(this, dialog);
    if (chosen?.key === undefined) return;
    this.written = documentAddress(chosen.key);
    this.#names.know(chosen.key, chosen.name);
    this.isLeft = false;
  }

  static override styles = [
    DialogElement.styles,
    css`
      .fault {
        color: var(--uui-color-danger-standalone);
      }

      .fault:empty {
        display: none;
      }

      .more {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-3);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-link-dialog": LinkDialog;
  }
}
