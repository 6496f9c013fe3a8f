/** One user: who they are, what they may open, and whether they may come in. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { User } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { submitOnEnter } from "../../shell/forms.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { hrefOf } from "../../shell/router.js";
import { filled, timeOf } from "../../shell/time.js";
import { Entity } from "../entity.js";
import { checkList, selectField, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import { languageOptions } from "../tongues.js";
import "./secret.js";
import type { StartNodes } from "./start-nodes.js";
import "./start-nodes.js";
import "./user-actions.js";
import { type UserDraft, bodyOfUser, draftOfUser, newUser } from "./user-draft.js";

const NEW = "new";

@customElement("cd-user-editor")
export class UserEditor extends PageElement {
  /** The key of the user, or `new`. */
  @property() key = "";

  @state() private draft: UserDraft | undefined;
  @state() private password: string | undefined;

  readonly #user = new Entity<User>(this, (key) => `/user/${key}`);
  readonly #groups = new ListLoader(this, "userGroups");
  readonly #submission = new Submission(this);

  constructor() {
    super();
    new Unsaved(this, () => this.draft !== undefined && differs(this.draft, this.#stored()));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("key") && this.#user.data?.key !== this.key) this.#open();
    const { touch } = this.#user;
    if (touch && !touch.gone && this.draft === undefined && !this.#submission.working) void this.#user.reload();
  }

  override render(): unknown {
    if (this.key === NEW) return html`${this.#head(a("users.add"))} ${this.#form(newUser)}`;
    return this.opened(
      this.#user,
      (user) => html`
        ${this.#head(user.name)} ${this.#initialPassword()}
        ${this.overtaken(this.draft || this.#user.touch?.gone ? this.#user.touch : undefined, this.#submission.stale, this.#reload)}
        ${this.#form(draftOfUser(user))}
        <cd-user-actions
          .user=${user}
          @cd-user=${this.#reload}
          @cd-user-gone=${this.#gone}
        ></cd-user-actions>
        <p class="quiet">
          ${filled(a("users.created"), { time: timeOf(user.created) })}
          ${user.lastSignIn === null ? a("users.never") : filled(a("users.seen"), { time: timeOf(user.lastSignIn) })}
        </p>
      `,
    );
  }

  #head(title: string): TemplateResult {
    return html`<div class="head">
      <h1>${title}</h1>
      <a href=${hrefOf("users", "user")}>${a("form.back")}</a>
    </div>`;
  }

  #initialPassword(): unknown {
    if (this.password === undefined) return nothing;
    return html`<cd-secret
      label=${a("users.password-for", { name: this.#user.data?.name ?? "" })}
      value=${this.password}
      @cd-done=${() => (this.password = undefined)}
    ></cd-secret>`;
  }

  #form(stored: UserDraft): TemplateResult {
    const shown = this.draft ?? stored;
    const set = (part: Partial<UserDraft>): void => void (this.draft = { ...shown, ...part });
    const error = (field: string): string | undefined => this.#submission.error(field);
    return html`<form novalidate class="box" @submit=${(event: Event) => this.#save(event, shown)} @keydown=${submitOnEnter}>
      ${this.refused(this.#submission)}
      <div class="pair">
        ${textField({ id: "name", label: a("users.name"), required: true, value: shown.name, error: error("name"), change: (name) => set({ name }) })}
        ${textField({
          id: "email",
          type: "email",
          label: a("users.email"),
          required: true,
          value: shown.email,
          error: error("email"),
          change: (email) => set({ email }),
        })}
        ${selectField({
          id: "language",
          label: a("users.language"),
          value: shown.language,
          options: languageOptions(shown.language),
          error: error("language"),
          change: (language) => set({ language }),
        })}
      </div>
      ${checkList({
        id: "groups",
        label: a("users.groups"),
        hint: a("users.groups-hint"),
        value: shown.groups,
        options: this.#groups.value.items.map((group) => ({ value: group.key, label: group.name })),
        error: error("groups"),
        change: (groups) => set({ groups }),
      })}
      <cd-start-nodes
        .value=${{ root: shown.root, nodes: shown.nodes }}
        hint=${a("users.nodes-hint")}
        @cd-start-nodes=${({ detail }: CustomEvent<StartNodes>) => set(detail)}
      ></cd-start-nodes>
      ${this.#saveButton()}
    </form>`;
  }

  #saveButton(): TemplateResult {
    return html`<div class="actions">
      <uui-button
        type="submit"
        look="primary"
        label=${a(this.key === NEW ? "users.create" : "form.save")}
        .state=${this.#submission.working ? "waiting" : undefined}
      ></uui-button>
    </div>`;
  }

  #open(): void {
    this.draft = this.password = undefined;
    this.#submission.forget();
    this.#user.open(this.key === NEW ? "" : this.key);
  }

  /** What the form began with; its own draft when there is no form. */
  #stored(): UserDraft | undefined {
    if (this.key === NEW) return newUser;
    return this.#user.phase === "ready" && this.#user.data ? draftOfUser(this.#user.data) : this.draft;
  }

  readonly #gone = (): void => {
    this.draft = undefined;
    this.go(hrefOf("users", "user"));
  };

  readonly #reload = (): void => {
    this.draft = undefined;
    this.#submission.forget();
    void this.#user.reload();
  };

  async #save(event: Event, shown: UserDraft): Promise<void> {
    event.preventDefault();
    const { client } = this.services;
    const isNew = this.key === NEW;
    const [method, path] = isNew ? (["POST", "/user"] as const) : (["PUT", `/user/${this.key}`] as const);
    const options = { body: bodyOfUser(shown), ifMatch: isNew ? undefined : this.#user.etag };
    const saved = await this.#submission.send(() => client.send<User>(method, path, options), a("form.saved"));
    if (saved === undefined) return;
    this.draft = undefined;
    this.#user.take(saved.data.key, saved);
    if (!isNew) return;
    this.key = saved.data.key;
    this.password = saved.data.initialPassword ?? undefined;
    this.go(hrefOf("users", "user", saved.data.key));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-user-editor": UserEditor;
  }
}
