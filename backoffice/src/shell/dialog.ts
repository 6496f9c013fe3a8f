/** Dialogs: elements that ask something, and give the answer to whoever opened them. */

import { type CSSResultGroup, type ReactiveController, type ReactiveControllerHost, type TemplateResult, css, html, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import { AppElement, shared } from "./element.js";
import { rememberFocus } from "./focus.js";
import { submitOnEnter } from "./forms.js";
import "./components.js";
import { t } from "../i18n/i18n.js";
import { type Message, saidOf, tell } from "./messages.js";

const open = new Set<object>();

/** Whether a dialog is open: what stands behind it must not be acted on. */
export function isAsking(): boolean {
  return open.size > 0;
}

/** Makes an element count as a dialog that is open, as long as it is on the page. */
export class Asking implements ReactiveController {
  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    open.add(this);
  }

  hostDisconnected(): void {
    open.delete(this);
  }
}

/**
 * Shows a dialog over the page; gives its answer, or `undefined` when it was cancelled. The focus goes back to where it
 * was.
 */
export function ask<T>(near: AppElement, dialog: DialogElement<T>): Promise<T | undefined> {
  dialog.addEventListener("cd-left", rememberFocus());
  near.renderRoot.append(dialog);
  return dialog.answered;
}

export abstract class DialogElement<T> extends AppElement {
  #settle!: (answer: T | undefined) => void;
  /** Its answer, which comes after it was closed when it was being worked on then: that is not called back. */
  readonly answered = new Promise<T | undefined>((resolve) => (this.#settle = resolve));

  @state() protected working = false;
  /** What went wrong at the last attempt. */
  @state() private refusal: readonly Message[] = [];
  @query("dialog") private dialog!: HTMLDialogElement;

  constructor() {
    super();
    new Asking(this);
  }

  /** What is asked. */
  protected abstract heading(): string;
  /** The fields of the question. */
  protected abstract fields(): unknown;
  /** The word on the button that answers. */
  protected abstract verb(): string;
  /** What the answer is; throws when it was tried and failed. */
  protected abstract answer(): Promise<T> | T;

  /** The word on the button that does nothing. */
  protected cancelVerb(): string {
    return t("action.cancel");
  }

  /** The answer deletes something. */
  protected readonly dangerous: boolean = false;

  protected ready(): boolean {
    return true;
  }

  override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="heading" @close=${this.#closed}>
        <form novalidate @submit=${this.#submit} @keydown=${submitOnEnter}>
          <h2 id="heading">${this.heading()}</h2>
          <div class="fields">${this.fields()}</div>
          ${refusals(this.refusal)}
          <!-- Enter submits only where there is a button of the browser's own. -->
          <button type="submit" hidden></button>
          <div class="actions">
            <uui-button look="secondary" label=${this.cancelVerb()} @click=${() => this.dialog.close()}></uui-button>
            <uui-button
              type="submit"
              look="primary"
              color=${this.dangerous ? "danger" : "default"}
              label=${this.verb()}
              ?disabled=${!this.ready()}
              .state=${this.working ? "waiting" : undefined}
            ></uui-button>
          </div>
        </form>
      </dialog>
    `;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  /** The last attempt failed, and nothing was tried since. */
  protected get hasFailed(): boolean {
    return this.refusal.length > 0;
  }

  override firstUpdated(): void {
    this.dialog.showModal();
  }

  /** Says in the dialog what went wrong, or nothing any more: whatever stands behind it is not seen. */
  protected failed(error?: unknown): void {
    this.refusal = error === undefined ? [] : saidOf(error);
  }

  /** What stands in the place of fields that are not known yet, or could not be read. */
  protected waiting(): TemplateResult | typeof nothing {
    return this.hasFailed ? nothing : html`<p aria-busy="true">${t("app.loading")}</p>`;
  }

  protected finish(answer: T): void {
    this.#settle(answer);
    this.dialog.close();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.working || !this.ready()) return;
    this.working = true;
    this.failed();
    try {
      this.finish(await this.answer());
    } catch (error) {
      if (this.isConnected) this.failed(error);
      else tell(this.services.store, error);
    } finally {
      this.working = false;
      if (!this.isConnected) this.#settle(undefined);
    }
  }

  #leave(): void {
    if (!this.working) this.#settle(undefined);
  }

  readonly #closed = (): void => {
    this.#leave();
    this.remove();
    this.dispatchEvent(new Event("cd-left"));
  };

  static override styles: CSSResultGroup = [
    shared,
    css`
      :host {
        position: absolute; /* So that it takes no place in the layout of whoever opened it. */
      }

      dialog {
        width: min(34rem, calc(100vw - 24px));
        max-height: calc(100dvh - 48px);
        padding: 0;
        border: 1px solid var(--uui-color-border);
        border-radius: 6px;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
        box-shadow: var(--uui-shadow-depth-5);
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }

      form {
        display: flex;
        flex-direction: column;
        gap: var(--uui-size-space-4);
        max-height: calc(100dvh - 50px);
        padding: var(--uui-size-space-6);
      }

      h2 {
        font-size: 1.2rem;
      }

      .fields {
        display: grid;
        gap: var(--uui-size-space-4);
        min-height: 0;
        overflow: auto;
        padding: 2px;
      }

      p {
        margin: 0;
      }

      label {
        display: grid;
        gap: var(--uui-size-space-1);
      }

      label.inline {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
      }

      input:not([type]),
      input[type="text"],
      input[type="search"],
      input[type="datetime-local"],
      select {
        width: 100%;
        padding: var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      uui-button[disabled] {
        opacity: 0.55;
      }

      .refusal {
        padding: var(--uui-size-space-3) var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border-emphasis);
        border-left: 5px solid var(--uui-color-danger);
        border-radius: 3px;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }

      .refusal + .refusal {
        margin-top: var(--uui-size-space-2);
      }

      .actions {
        display: flex;
        justify-content: end;
        gap: var(--uui-size-space-3);
      }
    `,
  ];
}

/** What went wrong, where a dialog says it; it looks as the styles of dialogs say. */
export function refusals(messages: readonly Message[]): TemplateResult {
  return html`<div role="alert">
    ${messages.map(
      ({ headline, text }) =>
        html`<p class="refusal"><strong>${headline}</strong>${text ? html`<br />${text}` : nothing}</p>`,
    )}
  </div>`;
}
