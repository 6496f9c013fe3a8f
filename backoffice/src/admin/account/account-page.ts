/** What everybody may change about themselves. */

import { type TemplateResult, css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { CurrentUser } from "../../api/security.js";
import { a } from "../../i18n/admin/words.js";
import { useLanguage } from "../../i18n/i18n.js";
import { submitOnEnter } from "../../shell/forms.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { selectField, textField } from "../fields.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import { languageOptions } from "../tongues.js";

interface Profile {
  readonly name: string;
  readonly language: string;
}

const NO_PASSWORDS = { currentPassword: "", newPassword: "", repeated: "" };

@customElement("cd-account-page")
export class AccountPage extends PageElement {
  @state() private draft: Profile | undefined;
  @state() private passwords = NO_PASSWORDS;

  readonly #session = this.select((state) => state.session);
  readonly #profile = new Submission(this);
  readonly #password = new Submission(this);
  readonly #everywhere = new Submission(this);

  constructor() {
    super();
    new Unsaved(this, () => this.#isChanged());
  }

  override render(): unknown {
    const session = this.#session.value;
    if (session.kind !== "signed-in") return undefined;
    return html`
      <div class="head"><h1>${a("account.title")}</h1></div>
      ${this.#profileForm(session.user)} ${this.#passwordForm(session.user)}
      <section class="box" aria-labelledby="everywhere">
        <h2 id="everywhere">${a("account.everywhere")}</h2>
        <p>${a("account.everywhere-hint")}</p>
        ${this.refused(this.#everywhere)}
        <cd-sure-button
          label=${a("account.sign-out")}
          question=${a("account.sign-out-sure")}
          @cd-sure=${() => this.#everywhere.send(() => this.services.signOut(true))}
        ></cd-sure-button>
      </section>
    `;
  }

  #profileForm(user: CurrentUser): TemplateResult {
    const shown = this.draft ?? user;
    const set = (part: Partial<Profile>): void =>
      void (this.draft = { name: shown.name, language: shown.language, ...part });
    return html`<form
      novalidate
      class="box"
      @submit=${(event: Event) => this.#saveProfile(event, shown)}
      @keydown=${submitOnEnter}
      aria-labelledby="profile"
    >
      <h2 id="profile">${a("account.profile")}</h2>
      <p class="quiet">${user.email}</p>
      ${this.refused(this.#profile)}
      <div class="pair">
        ${textField({
          id: "name",
          label: a("users.name"),
          required: true,
          autocomplete: "name",
          value: shown.name,
          error: this.#profile.error("name"),
          change: (name) => set({ name }),
        })}
        ${selectField({
          id: "language",
          label: a("users.language"),
          value: shown.language,
          options: languageOptions(shown.language),
          error: this.#profile.error("language"),
          change: (language) => set({ language }),
        })}
      </div>
      <div class="actions"><uui-button type="submit" look="primary" label=${a("form.save")}></uui-button></div>
    </form>`;
  }

  #passwordForm(user: CurrentUser): TemplateResult {
    const field = (id: keyof typeof NO_PASSWORDS, autocomplete: string, hint?: string): TemplateResult =>
      textField({
        id,
        type: "password",
        label: a(`account.${id}`),
        hint,
        required: true,
        autocomplete,
        value: this.passwords[id],
        error: this.#password.error(id),
        change: (value) => (this.passwords = { ...this.passwords, [id]: value }),
      });
    return html`<form novalidate class="box" @submit=${this.#savePassword} @keydown=${submitOnEnter} aria-labelledby="password">
      <h2 id="password">${a("account.password")}</h2>
      ${this.refused(this.#password)}
      <input hidden autocomplete="username" .value=${user.email} readonly />
      <div class="pair">
        ${field("currentPassword", "current-password")} ${field("newPassword", "new-password", a("account.others-end"))}
        ${field("repeated", "new-password")}
      </div>
      <div class="actions"><uui-button type="submit" look="primary" label=${a("account.change")}></uui-button></div>
    </form>`;
  }

  #isChanged(): boolean {
    const session = this.#session.value;
    if (session.kind !== "signed-in") return false;
    const { name, language } = session.user;
    return (this.draft !== undefined && differs(this.draft, { name, language })) || differs(this.passwords, NO_PASSWORDS);
  }

  async #saveProfile(event: Event, { name, language }: Profile): Promise<void> {
    event.preventDefault();
    const { draft: sent } = this;
    const body = { name: name.trim(), language };
    const user = await this.#profile.send(
      () => this.services.client.put<CurrentUser>("/user/current", body),
      a("form.saved"),
    );
    if (user === undefined) return;
    if (this.draft === sent) this.draft = undefined;
    this.services.store.dispatch({ type: "session/entered", user });
    useLanguage(user.language);
  }

  readonly #savePassword = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { passwords: sent } = this;
    const { currentPassword, newPassword, repeated } = sent;
    if (newPassword !== repeated) {
      this.#password.reject([{ field: "repeated", message: a("account.differ") }]);
      return;
    }
    const body = { currentPassword, newPassword };
    const path = "/user/current/change-password";
    const done = await this.#password.send(
      async () => (await this.services.client.post(path, body), true),
      a("account.changed"),
    );
    if (done && this.passwords === sent) this.passwords = NO_PASSWORDS;
  };


  static override styles = [
    PageElement.styles,
    css`
      :host {
        margin: 0 auto;
        padding: var(--uui-size-layout-1);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-account-page": AccountPage;
  }
}
