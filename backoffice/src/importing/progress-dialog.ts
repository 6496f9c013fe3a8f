/** Shows how far an import is, and its report at the end. It can be closed at any time; the import goes on. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type LeftOut, leftOutText } from "../api/imports.js";
import { t } from "../i18n/i18n.js";
import { i, megabytes, number } from "../i18n/importing/words.js";
import "../shell/confirm.js";
import { Asking, DialogElement, ask, refusals } from "../shell/dialog.js";
import { AppElement } from "../shell/element.js";
import { type Message, saidOf } from "../shell/messages.js";
import { type ImportRun, isUnfinished } from "../store/imports.js";
import { problemOf, reasonOf } from "./reasons.js";
import { type Standing, donePages, standingOf } from "./standing.js";

const FATES = ["created", "updated", "unchanged", "rejected"] as const;

@customElement("cd-import-progress")
export class ImportProgress extends AppElement {
  @property({ attribute: false }) run!: ImportRun;
  /** What went wrong at the last attempt. */
  @state() private refusal: readonly Message[] = [];
  @query("dialog") private dialog!: HTMLDialogElement;

  constructor() {
    super();
    new Asking(this);
  }

  override firstUpdated(): void {
    this.dialog.showModal();
  }

  override render(): TemplateResult {
    const standing = standingOf(this.run);
    const unfinished = isUnfinished(this.run);
    return html`
      <dialog aria-labelledby="heading" @close=${() => this.services.store.dispatch({ type: "import/closed" })}>
        <form @submit=${(event: Event) => event.preventDefault()}>
          <h2 id="heading">${i("progress.heading")}</h2>
          <div class="fields" tabindex="0">${this.#standing(standing)} ${this.#counts()} ${this.#leftOut()}</div>
          ${refusals(this.refusal)}
          <div class="actions">
            ${unfinished && standing !== "stopping"
              ? html`<uui-button look="secondary" label=${i("progress.cancel")} @click=${this.#cancel}></uui-button>`
              : nothing}
            ${unfinished
              ? nothing
              : html`<uui-button look="secondary" label=${i("progress.forget")} @click=${this.#forget}></uui-button>`}
            <uui-button
              look="primary"
              label=${unfinished ? i("progress.go-on") : t("action.close")}
              @click=${() => this.dialog.close()}
            ></uui-button>
          </div>
        </form>
      </dialog>
    `;
  }

  #standing(standing: Standing): TemplateResult {
    const { answer, upload } = this.run;
    switch (standing) {
      case "sending": {
        const { sent, total } = upload!;
        const words = { sent: megabytes(sent), total: megabytes(total) };
        return this.#bar(i("progress.sending", words), sent, total);
      }
      case "cut":
        return this.#bar(i("progress.cut"), upload!.sent, upload!.total);
      case "refused":
        return html`<p class="danger" role="alert">${i("progress.refused", { problem: upload!.problem })}</p>`;
      case "collecting":
        return html`<p>${i("progress.interrupted")}</p>`;
      case "running":
      case "stopping":
        return this.#working(standing);
      case "failed":
        return html`<p class="danger" role="alert">${i("progress.failed", { problem: problemOf(answer) })}</p>
          <p>${i("progress.failed-means")}</p>`;
      default:
        return html`<p role="status"><strong>${i(`progress.${standing}`)}</strong></p>`;
    }
  }

  #working(standing: "running" | "stopping"): TemplateResult {
    const { pages } = this.run.answer;
    const done = donePages(this.run);
    if (pages === null) return html`<p role="status">${i("progress.beginning")}</p>`;
    const words = i("progress.running", { done: number(done), pages: number(pages) });
    return this.#bar(standing === "stopping" ? i("progress.stopping") : words, done, pages);
  }

  /** The words beside a bar change often: they are not read aloud each time. */
  #bar(words: string, value: number, most: number): TemplateResult {
    return html`<p>${words}</p>
      <progress aria-label=${i("progress.label")} max=${Math.max(most, 1)} .value=${value}></progress>`;
  }

  #counts(): TemplateResult | typeof nothing {
    const { answer } = this.run;
    if (answer.pages === null) return nothing;
    return html`
      <dl>
        ${FATES.map((fate) => html`<div><dt>${i(`progress.${fate}`)}</dt><dd>${number(answer[fate])}</dd></div>`)}
      </dl>
      ${answer.withheld ? html`<p class="danger">${i("progress.withheld")}</p>` : nothing}
    `;
  }

  #leftOut(): TemplateResult | typeof nothing {
    const { answer, passedOver } = this.run;
    const total = answer.leftOutTotal + passedOver.length;
    if (total === 0) return nothing;
    const shown = [...answer.leftOut, ...passedOver].slice(0, 100);
    return html`
      ${this.#lines("progress.left-out", shown.filter(({ taken = false }) => !taken))}
      ${this.#lines("progress.remarks", shown.filter(({ taken = false }) => taken))}
      ${total > shown.length ? html`<p>${i("progress.more", { count: number(total - shown.length) })}</p>` : nothing}
      <uui-button look="outline" label=${i("progress.save")} @click=${() => void this.#save()}></uui-button>
    `;
  }

  #lines(heading: "progress.left-out" | "progress.remarks", lines: readonly LeftOut[]): TemplateResult | typeof nothing {
    if (lines.length === 0) return nothing;
    return html`<h3>${i(heading)}</h3>
      <ul>
        ${lines.map((one) => html`<li><strong>${one.path}</strong>: ${reasonOf(one)}</li>`)}
      </ul>`;
  }

  readonly #cancel = async (): Promise<void> => {
    const confirm = document.createElement("cd-confirm");
    const act = (): Promise<void> => this.services.imports.discard(this.run.answer.key);
    const words = { question: i("progress.cancel-question"), consequence: i("progress.cancel-means"), action: i("progress.cancel") };
    await ask(this, Object.assign(confirm, { ...words, act, dangerous: true }));
  };

  readonly #forget = (): Promise<void> => this.#tried(() => this.services.imports.discard(this.run.answer.key));

  /** Hands the whole list to the browser, as a file. */
  #save(): Promise<void> {
    return this.#tried(async () => {
      const { answer, passedOver, lost } = this.run;
      const lines = passedOver.map(({ path, reason }) => `${path}: ${reason}\n`);
      const text = lost ? answer.leftOut.map(({ path, reason }) => `${path}: ${reason}\n`).join("") : await leftOutText(this.services.client, answer.key);
      const address = URL.createObjectURL(new Blob([text, ...lines], { type: "text/plain" }));
      Object.assign(document.createElement("a"), { href: address, download: "import.txt" }).click();
      URL.revokeObjectURL(address);
    });
  }

  /** Does something; says here what went wrong with it, since nothing behind this is seen. */
  async #tried(act: () => Promise<void>): Promise<void> {
    this.refusal = [];
    try {
      await act();
    } catch (error) {
      this.refusal = saidOf(error);
    }
  }

  static override styles = [
    DialogElement.styles,
    css`
      .fields {
        align-content: start;
        overflow-wrap: anywhere;
      }

      progress {
        width: 100%;
        accent-color: var(--uui-color-positive);
      }

      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(6rem, 1fr));
        gap: var(--uui-size-space-3);
        margin: 0;
      }

      dd {
        margin: 0;
        font-size: 1.4rem;
        font-variant-numeric: tabular-nums;
      }

      h3 {
        font-size: 1rem;
      }

      ul {
        margin: 0;
        padding-left: 1.2rem;
      }

      .danger {
        white-space: pre-line;
        padding: var(--uui-size-space-2) var(--uui-size-space-3);
        background: var(--uui-color-danger);
        color: var(--uui-color-danger-contrast);
      }

      .actions {
        flex-wrap: wrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-import-progress": ImportProgress;
  }
}
