/** One user: who they are, what they may open, and whether they may come in. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { User, UserBody } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { submitOnEnter } from "../../shell/forms.js";
import { filled, timeOf } from "../../shell/time.js";
import { EntityEditor } from "../entity-editor.js";
import { checkList, selectField, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { languageOptions } from "../tongues.js";
import "./secret.js";
import type { StartNodes } from "./start-nodes.js";
import "./start-nodes.js";
import "./user-actions.js";
import { type UserDraft, bodyOfUser, draftOfUser, newUser } from "./user-draft.js";

@customElement("cd-user-editor")
export class UserEditor extends EntityEditor<User, UserDraft> {
  protected override readonly path = "/user";
  protected override readonly address = ["users", "user"];
  protected override readonly fresh = newUser;

  @state() private password: string | undefined;

  readonly #groups = new ListLoader(this, "userGroups");

  protected override draftOf(user: User): UserDraft {
    return draftOfUser(user);
  }

  protected override bodyOf(draft: UserDraft): UserBody {
    return bodyOfUser(draft);
  }

  protected override open(): void {
    this.password = undefined;
    super.open();
  }

  protected override made({ initialPassword }: User): void {
    this.password = initialPassword ?? undefined;
  }

  protected override heading(user: User | undefined): string {
    return user?.name ?? a("users.add");
  }

  protected override form(shown: UserDraft, user: User | undefined): TemplateResult {
    return html`
      ${this.#initialPassword(user)} ${this.#fields(shown, user)}
      ${
        user
          ? html`<cd-user-actions .user=${user} @cd-user=${() => this.entity.reload()} @cd-user-gone=${this.leave}></cd-user-actions>
              <p class="quiet">
                ${filled(a("users.created"), { time: timeOf(user.created) })}
                ${user.lastSignIn === null ? a("users.never") : filled(a("users.seen"), { time: timeOf(user.lastSignIn) })}
              </p>`
          : nothing
      }
    `;
  }

  #initialPassword(user: User | undefined): unknown {
    if (this.password === undefined) return nothing;
    return html`<cd-secret
      label=${a("users.password-for", { name: user?.name ?? "" })}
      value=${this.password}
      @cd-done=${() => (this.password = undefined)}
    ></cd-secret>`;
  }

  #fields(shown: UserDraft, user: User | undefined): TemplateResult {
    const set = (part: Partial<UserDraft>): void => void (this.draft = { ...shown, ...part });
    const error = (field: string): string | undefined => this.submission.error(field);
    return html`<form novalidate class="box" @submit=${this.save} @keydown=${submitOnEnter}>
      ${this.refused(this.submission)}
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
      ${this.#saveButton(user)}
    </form>`;
  }

  #saveButton(user: User | undefined): TemplateResult {
    return html`<div class="actions">
      <uui-button
        type="submit"
        look="primary"
        label=${a(user ? "form.save" : "users.create")}
        .state=${this.submission.working ? "waiting" : undefined}
      ></uui-button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-user-editor": UserEditor;
  }
}
