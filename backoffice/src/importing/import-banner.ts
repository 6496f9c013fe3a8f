/** Shows below the header how far the user's imports are, wherever they work, and leads to each. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { i, number } from "../i18n/importing/words.js";
import { AppElement, shared } from "../shell/element.js";
import type { ImportRun } from "../store/imports.js";
import "./progress-dialog.js";
import { donePages, standingOf } from "./standing.js";

@customElement("cd-import-banner")
export class ImportBanner extends AppElement {
  readonly #imports = this.select((state) => state.imports);

  override render(): TemplateResult {
    const { runs, open } = this.#imports.value;
    const shown = runs.find(({ answer }) => answer.key === open);
    return html`
      ${runs.map((run) => this.#line(run))}
      ${shown ? html`<cd-import-progress .run=${shown}></cd-import-progress>` : nothing}
    `;
  }

  #line(run: ImportRun): TemplateResult {
    const { answer, upload } = run;
    const standing = standingOf(run);
    const [value, most] = upload ? [upload.sent, upload.total] : [donePages(run), answer.pages ?? 0];
    const counted = standing === "sending" || standing === "running";
    return html`<div class="line">
      <uui-icon name="import"></uui-icon>
      <span role="status">${i(`banner.${standing}`)}</span>
      ${counted && most > 0 ? html`<progress aria-label=${i("progress.label")} max=${most} .value=${value}></progress>` : nothing}
      ${standing === "running" && answer.pages !== null
        ? html`<span class="count">${i("progress.running", { done: number(value), pages: number(answer.pages) })}</span>`
        : nothing}
      <button
        aria-label="${i("banner.show")}: ${i(`banner.${standing}`)}"
        @click=${() => this.services.store.dispatch({ type: "import/opened", key: answer.key })}
      >
        ${i("banner.show")}
      </button>
    </div>`;
  }

  static override styles = [
    shared,
    css`
      .line {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2) var(--uui-size-space-4);
        padding: var(--uui-size-space-2) var(--uui-size-space-5);
        background: var(--uui-color-surface-emphasis);
        color: var(--uui-color-text);
        border-bottom: 1px solid var(--uui-color-border);
      }

      progress {
        flex: 1;
        min-width: 4rem;
        max-width: 20rem;
        accent-color: var(--uui-color-positive);
      }

      .count {
        font-variant-numeric: tabular-nums;
      }

      button {
        margin-left: auto;
        padding: 0 var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-import-banner": ImportBanner;
  }
}
