/** The door: e-mail and password. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Problem } from "../api/problem.js";
import { type MessageKey, t } from "../i18n/i18n.js";
import "./components.js";
import { AppElement, shared } from "./element.js";
import { submitOnEnter } from "./forms.js";
import { saidOf } from "./messages.js";

type Refusal = { readonly missing: true } | { readonly error: unknown };

/** What the door says in its own words. */
const DOOR: Readonly<Record<number, MessageKey>> = { 401: "sign-in.wrong", 429: "sign-in.limited" };

@customElement("cd-sign-in")
export class SignIn extends AppElement {
  /** The sign-in before this one was ended by the server. */
  @property({ type: Boolean }) ended = false;

  @state() private refusal: Refusal | undefined;
  @state() private waiting = false;

  @query("form") private form!: HTMLFormElement;

  override render(): TemplateResult {
    return html`
      <main>
        <form novalidate @submit=${this.#submit} @keydown=${submitOnEnter} aria-labelledby="title">
          <h1 id="title">Copydesk</h1>
          ${this.ended && !this.refusal ? html`<p role="status">${t("sign-in.ended")}</p>` : nothing}
          <label for="email">${t("sign-in.email")}</label>
          <input id="email" name="email" type="email" autocomplete="username" required />
          <label for="password">${t("sign-in.password")}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
          <p role="alert" class="refusal">${this.refusal ? wordsFor(this.refusal) : nothing}</p>
          <!-- Enter submits only where there is a button of the browser's own. -->
          <button type="submit" hidden></button>
          <uui-button
            type="submit"
            look="primary"
            label=${t("sign-in.submit")}
            .state=${this.waiting ? "waiting" : undefined}
          ></uui-button>
          <p class="quiet">${t("sign-in.first")}</p>
        </form>
      </main>
    `;
  }

  override firstUpdated(): void {
    this.form.querySelector("input")?.focus();
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.waiting) return;
    const fields = new FormData(this.form);
    const [email, password] = [String(fields.get("email")).trim(), String(fields.get("password"))];
    if (email === "" || password === "") return void (this.refusal = { missing: true });
    this.waiting = true;
    this.refusal = undefined;
    try {
      await this.services.signIn(email, password);
    } catch (error) {
      this.refusal = { error };
    } finally {
      this.waiting = false;
    }
  }

  static override styles = [
    shared,
    css`
      main {
        display: grid;
        place-items: center;
        min-height: 100%;
        padding: var(--uui-size-space-5);
      }

      form {
        display: grid;
        gap: var(--uui-size-space-3);
        width: min(22rem, 100%);
        padding: var(--uui-size-layout-1);
        border-radius: 6px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-2);
      }

      h1 {
        margin-bottom: var(--uui-size-space-4);
        font-size: 1.6rem;
      }

      input {
        padding: var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      p {
        margin: 0;
      }

      .refusal {
        min-height: 1.5em;
        color: var(--uui-color-danger-standalone);
      }

      .quiet {
        margin-top: var(--uui-size-space-4);
        font-size: 0.85rem;
      }
    `,
  ];
}

function wordsFor(refusal: Refusal): string {
  if ("missing" in refusal) return t("sign-in.missing");
  const { error } = refusal;
  const key = error instanceof Problem ? DOOR[error.status] : undefined;
  if (key !== undefined) return t(key);
  const [said] = saidOf(error);
  const words = error instanceof Problem && error.detail ? said?.text : "";
  return [said?.headline, words].filter(Boolean).join(": ");
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-sign-in": SignIn;
  }
}
