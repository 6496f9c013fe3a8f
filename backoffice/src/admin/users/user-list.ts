/** All users: searched, filtered, a page at a time. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { User } from "../../api/admin.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { Pause } from "../../shell/pause.js";
import { hrefOf } from "../../shell/router.js";
import { timeOf } from "../../shell/time.js";
import { selectField, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import "../pager.js";

const SIZE = 25;
const STATES = ["active", "disabled", "lockedOut"] as const;

interface Search {
  readonly text: string;
  readonly state: string;
  readonly group: string;
  readonly skip: number;
}

@customElement("cd-user-list")
export class UserList extends PageElement {
  @state() private search: Search = { text: "", state: "", group: "", skip: 0 };

  readonly #users = new ListLoader(this, "users", queryOf(this.search));
  readonly #groups = new ListLoader(this, "userGroups");
  readonly #pause = new Pause();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause.stop();
  }

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1>${a("users.title")}</h1>
        <uui-button look="primary" href=${hrefOf("users", "user", "new")} label=${a("users.add")}></uui-button>
      </div>
      ${this.#tools()}
      ${this.listed(this.#users.value, (users) => (users.length === 0 ? html`<p>${a("users.none")}</p>` : this.#table(users)))}
      <cd-pager
        total=${this.#users.value.total}
        size=${SIZE}
        skip=${this.search.skip}
        @cd-page=${({ detail }: CustomEvent<number>) => this.#set({ skip: detail })}
      ></cd-pager>
    `;
  }

  #tools(): TemplateResult {
    const all = { value: "", label: a("monitor.all") };
    const { text, state, group } = this.search;
    return html`<div class="tools" role="search">
      ${textField({ id: "text", type: "search", label: a("users.search"), value: text, change: (text) => this.#type(text) })}
      ${selectField({
        id: "state",
        label: a("users.state"),
        value: state,
        options: [all, ...STATES.map((value) => ({ value, label: a(`user-state.${value}`) }))],
        change: (value) => this.#set({ state: value, skip: 0 }),
      })}
      ${selectField({
        id: "group",
        label: a("users.group"),
        value: group,
        options: [all, ...this.#groups.value.items.map(({ key, name }) => ({ value: key, label: name }))],
        change: (value) => this.#set({ group: value, skip: 0 }),
      })}
    </div>`;
  }

  #table(users: readonly User[]): TemplateResult {
    return html`<div class="scroll">
      <table>
        <caption>
          ${a("users.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("users.name")}</th>
            <th scope="col" class="secondary">${a("users.email")}</th>
            <th scope="col">${a("users.groups")}</th>
            <th scope="col">${a("users.state")}</th>
            <th scope="col" class="secondary">${a("users.last-sign-in")}</th>
          </tr>
        </thead>
        <tbody>
          ${users.map(
            (user) =>
              html`<tr>
                <th scope="row"><a href=${hrefOf("users", "user", user.key)}>${user.name}</a></th>
                <td class="secondary">${user.email}</td>
                <td>${user.groups.map(({ name }) => html`<span class="tag">${name}</span>`)}</td>
                <td>
                  <span class="tag ${user.state === "active" ? "" : "warn"}">${wordFor("user-state", user.state)}</span>
                </td>
                <td class="secondary">${user.lastSignIn === null ? nothing : timeOf(user.lastSignIn)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #type(text: string): void {
    this.search = { ...this.search, text, skip: 0 };
    this.#pause.before(() => this.#set({}));
  }

  #set(part: Partial<Search>): void {
    this.#pause.stop();
    this.search = { ...this.search, ...part };
    this.#users.show(queryOf(this.search));
  }
}

function queryOf({ text, state, group, skip }: Search): string {
  const query = new URLSearchParams({ skip: String(skip), take: String(SIZE) });
  for (const [name, value] of Object.entries({ filter: text.trim(), state, group })) if (value) query.set(name, value);
  return query.toString();
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-user-list": UserList;
  }
}
