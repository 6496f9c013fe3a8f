/** The API keys with which services come in; for administrators. */

import { type TemplateResult, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { ApiKey, CreatedApiKey } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { submitOnEnter } from "../../shell/forms.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { timeOf } from "../../shell/time.js";
import { checkList, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import "./secret.js";

interface Draft {
  readonly name: string;
  readonly groups: readonly string[];
  /** A day, or nothing. */
  readonly expires: string;
}

const NEW: Draft = { name: "", groups: [], expires: "" };

@customElement("cd-api-keys")
export class ApiKeys extends PageElement {
  @state() private draft: Draft = NEW;
  /** The keys whose secrets are shown until somebody has taken them. */
  @state() private created: readonly CreatedApiKey[] = [];

  readonly #keys = new ListLoader(this, "apiKeys");
  readonly #groups = new ListLoader(this, "userGroups");
  readonly #submission = new Submission(this);

  constructor() {
    super();
    new Unsaved(this, () => differs(this.draft, NEW));
  }

  override render(): TemplateResult {
    return html`
      <div class="head"><h1>${a("keys.title")}</h1></div>
      <p class="quiet">${a("keys.about")}</p>
      ${repeat(
        this.created,
        ({ key }) => key,
        (one) => this.#secret(one),
      )}
      ${this.listed(this.#keys.value, (keys) => html`${keys.length === 0 ? html`<p>${a("list.none")}</p>` : this.#table(keys)} ${this.#form()}`)}
    `;
  }

  #secret(created: CreatedApiKey): TemplateResult {
    return html`<cd-secret
      label=${a("keys.secret", { name: created.name })}
      value=${created.secret}
      @cd-done=${() => (this.created = this.created.filter((one) => one !== created))}
    ></cd-secret>`;
  }

  #table(keys: readonly ApiKey[]): TemplateResult {
    const names = new Map(this.#groups.value.items.map(({ key, name }) => [key, name]));
    return html`<div class="box scroll">
      <table>
        <caption>
          ${a("keys.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("keys.name")}</th>
            <th scope="col">${a("users.groups")}</th>
            <th scope="col" class="secondary">${a("keys.created")}</th>
            <th scope="col" class="secondary">${a("keys.expires")}</th>
            <th scope="col"><span class="only-read-aloud">${a("form.delete")}</span></th>
          </tr>
        </thead>
        <tbody>
          ${keys.map(
            (one) =>
              html`<tr>
                <th scope="row">${one.name}</th>
                <td>${one.groups.map((group) => html`<span class="tag">${names.get(group) ?? group}</span>`)}</td>
                <td class="secondary">${timeOf(one.created)}</td>
                <td class="secondary">${one.expiresAt === null ? a("keys.never") : timeOf(one.expiresAt)}</td>
                <td class="end">
                  <cd-sure-button
                    label=${a("keys.delete", { name: one.name })}
                    question=${a("keys.delete-sure")}
                    @cd-sure=${() => this.#delete(one)}
                  ></cd-sure-button>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #form(): TemplateResult {
    const set = (part: Partial<Draft>): void => void (this.draft = { ...this.draft, ...part });
    return html`<form novalidate class="box" @submit=${this.#create} @keydown=${submitOnEnter} aria-labelledby="new">
      <h2 id="new">${a("keys.add")}</h2>
      ${this.refused(this.#submission)}
      <div class="pair">
        ${textField({
          id: "name",
          label: a("keys.name"),
          required: true,
          value: this.draft.name,
          error: this.#submission.error("name"),
          change: (name) => set({ name }),
        })}
        ${textField({
          id: "expires",
          type: "date",
          label: a("keys.expires"),
          hint: a("keys.expires-hint"),
          value: this.draft.expires,
          error: this.#submission.error("expiresAt"),
          change: (expires) => set({ expires }),
        })}
      </div>
      ${checkList({
        id: "groups",
        label: a("users.groups"),
        hint: a("keys.groups-hint"),
        value: this.draft.groups,
        options: this.#groups.value.items.map(({ key, name }) => ({ value: key, label: name })),
        error: this.#submission.error("groups"),
        change: (groups) => set({ groups }),
      })}
      <div class="actions">
        <uui-button type="submit" look="primary" label=${a("keys.create")}></uui-button>
      </div>
    </form>`;
  }

  readonly #create = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { draft: sent } = this;
    const expiresAt = endOf(sent.expires);
    if (expiresAt === undefined) return this.#submission.reject([{ field: "expiresAt", message: a("keys.no-day") }]);
    const body = { name: sent.name.trim(), groups: sent.groups, expiresAt };
    const created = await this.#submission.send(() => this.services.client.post<CreatedApiKey>("/api-key", body));
    if (created === undefined) return;
    this.created = [...this.created, created];
    if (this.draft === sent) this.draft = NEW;
    this.#changed();
  };

  async #delete({ key }: ApiKey): Promise<void> {
    const done = await this.#submission.send(
      async () => (await this.services.client.delete(`/api-key/${key}`), true),
      a("form.deleted"),
    );
    if (done) this.#changed();
  }

  #changed(): void {
    this.services.store.dispatch({ type: "list/changed", list: "apiKeys" });
  }
}

/** The end of a day; `null` without one, and nothing for what is no day: browsers let years become longer. */
function endOf(day: string): string | null | undefined {
  if (day === "") return null;
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-api-keys": ApiKeys;
  }
}
