/** What can be done to a user besides editing: let in or not, unlock, another password, end sign-ins, delete. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { User } from "../../api/admin.js";
import { type AdminKey, a } from "../../i18n/admin/words.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import "./secret.js";

/** Dispatches `cd-user` when something was done, and `cd-user-gone` when the user was deleted. */
@customElement("cd-user-actions")
export class UserActions extends PageElement {
  @property({ attribute: false }) user!: User;

  @state() private password: string | undefined;

  readonly #submission = new Submission(this);

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("user") as User | undefined;
    if (before && before.key !== this.user.key) this.password = undefined;
  }

  override render(): TemplateResult {
    const { name, state } = this.user;
    return html`<section class="box" aria-labelledby="heading">
      <h2 id="heading">${a("user-actions.title")}</h2>
      ${this.refused(this.#submission)}
      ${
        this.password === undefined
          ? nothing
          : html`<cd-secret
              label=${a("users.password-for", { name })}
              value=${this.password}
              @cd-done=${() => (this.password = undefined)}
            ></cd-secret>`
      }
      <div class="actions">
        ${state === "lockedOut" ? this.#button("unlock") : nothing}
        ${state === "disabled" ? this.#button("enable") : this.#sure("disable", { name })}
        ${this.#sure("reset-password", { name })} ${this.#sure("sign-out", { name })} ${this.#sure("delete", { name })}
      </div>
    </section>`;
  }

  #button(action: "unlock" | "enable"): TemplateResult {
    return html`<uui-button
      look="primary"
      label=${a(`user-actions.${action}`)}
      @click=${() => this.#act(action)}
    ></uui-button>`;
  }

  #sure(
    action: "disable" | "reset-password" | "sign-out" | "delete",
    values: { readonly name: string },
  ): TemplateResult {
    return html`<cd-sure-button
      label=${a(`user-actions.${action}`)}
      ?mild=${action !== "delete"}
      question=${a(`user-actions.${action}-sure`, values)}
      consequence=${a(`user-actions.${action}-hint`)}
      @cd-sure=${() => (action === "delete" ? this.#delete() : this.#act(action))}
    ></cd-sure-button>`;
  }

  async #act(action: "unlock" | "enable" | "disable" | "reset-password" | "sign-out"): Promise<void> {
    const path = `/user/${this.user.key}/${action}`;
    const body = action === "reset-password" ? {} : undefined;
    const done: AdminKey = `user-actions.${action}-done`;
    const answer = await this.#submission.send(
      async () =>
        (await this.services.client.post<{ readonly password?: string | null } | undefined>(path, body)) ?? {},
      a(done, { name: this.user.name }),
    );
    if (answer === undefined) return;
    if (action === "reset-password") this.password = answer.password ?? undefined;
    this.dispatchEvent(new CustomEvent("cd-user"));
  }

  async #delete(): Promise<void> {
    const done = await this.#submission.send(
      async () => (await this.services.client.delete(`/user/${this.user.key}`), true),
      a("form.deleted"),
    );
    if (done) this.dispatchEvent(new CustomEvent("cd-user-gone"));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-user-actions": UserActions;
  }
  interface HTMLElementEventMap {
    "cd-user": CustomEvent;
    "cd-user-gone": CustomEvent;
  }
}
