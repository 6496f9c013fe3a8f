/** The languages that documents are written in. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Language, LanguageBody } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { nameOfCulture, t } from "../../i18n/i18n.js";
import { submitOnEnter } from "../../shell/forms.js";
import { become, go } from "../../shell/going.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { hrefOf } from "../../shell/router.js";
import { checkField, selectField, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import { COMMON_CULTURES, titleOf } from "./cultures.js";

const NEW = "new";
const ADDRESS = ["settings", "languages"] as const;

type Draft = Language;

@customElement("cd-language-page")
export class LanguagePage extends PageElement {
  /** The code of the language that is edited, `new` for another one, or nothing. */
  @property() code = "";

  /** What the user has changed; without it the form shows what is stored. */
  @state() private draft: Draft | undefined;
  /** What was stored when the user began to change it. */
  #base: Language | undefined;
  /** The code of the language that the draft is of. */
  #draftOf = "";

  readonly #languages = new ListLoader(this, "languages");
  readonly #submission = new Submission(this);

  constructor() {
    super();
    new Unsaved(this, () => this.draft !== undefined && differs(this.draft, this.#stored()));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("code") || this.#draftOf === this.code) return;
    this.#draftOf = this.code;
    this.draft = undefined;
    this.#submission.forget();
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("code") && this.code !== "") this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  override render(): unknown {
    return html`
      <div class="head">
        <h1>${a("languages.title")}</h1>
        <uui-button look="primary" href=${hrefOf(...ADDRESS, NEW)} label=${a("languages.add")}></uui-button>
      </div>
      <p class="quiet">${a("languages.about")}</p>
      ${this.listed(this.#languages.value, (languages) => html`${this.#table(languages)} ${this.#form(languages)}`)}
    `;
  }

  #table(languages: readonly Language[]): TemplateResult {
    if (languages.length === 0) return html`<p>${a("list.none")}</p>`;
    const title = (code: string): string => titleOf(languages.find((one) => one.code === code) ?? { code, name: "" });
    return html`<div class="box scroll">
      <table>
        <caption>
          ${a("languages.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${a("languages.name")}</th>
            <th scope="col">${a("languages.code")}</th>
            <th scope="col">${a("types.traits")}</th>
            <th scope="col" class="secondary">${a("languages.fallback")}</th>
          </tr>
        </thead>
        <tbody>
          ${languages.map(
            (one) =>
              html`<tr>
                <th scope="row"><a href=${hrefOf(...ADDRESS, one.code)}>${titleOf(one)}</a></th>
                <td><code>${one.code}</code></td>
                <td>
                  ${one.isDefault ? html`<span class="tag">${a("languages.default")}</span>` : nothing}
                  ${one.isMandatory ? html`<span class="tag">${a("languages.mandatory")}</span>` : nothing}
                </td>
                <td class="secondary">${one.fallback === null ? nothing : title(one.fallback)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #form(languages: readonly Language[]): unknown {
    if (this.code === "") return nothing;
    const stored = languages.find((one) => one.code === this.code);
    if (stored === undefined && this.code !== NEW) return html`<p role="alert">${t("page.missing")}</p>`;
    const shown = this.draft ?? stored ?? fresh(languages);
    return html`<section class="box" aria-labelledby="heading">
      <h2 id="heading" tabindex="-1">
        ${stored ? a("languages.edit", { name: titleOf(stored) }) : a("languages.add")}
      </h2>
      ${this.#overtaken(stored)} ${this.refused(this.#submission)}
      <form novalidate @submit=${(event: Event) => this.#save(event, stored, shown)} @keydown=${submitOnEnter}>
        ${this.#fields(shown, stored, languages)}
        <div class="actions">
          <uui-button
            type="submit"
            look="primary"
            label=${a("form.save")}
            .state=${this.#submission.working ? "waiting" : undefined}
          ></uui-button>
          <uui-button look="outline" href=${hrefOf(...ADDRESS)} label=${t("action.cancel")}></uui-button>
          ${stored ? this.#delete(stored, languages) : nothing}
        </div>
      </form>
    </section>`;
  }

  #fields(shown: Draft, stored: Language | undefined, languages: readonly Language[]): TemplateResult {
    const error = (field: string): string | undefined => this.#submission.error(field);
    const set = (part: Partial<Draft>): void => this.#change({ ...shown, ...part }, stored);
    return html`
      <div class="pair">
        ${stored ? nothing : this.#codeField(shown, set)}
        ${textField({
          id: "name",
          label: a("languages.name"),
          hint: a("languages.name-hint"),
          value: shown.name === shown.code ? "" : shown.name,
          error: error("name"),
          change: (name) => set({ name }),
        })}
        ${selectField({
          id: "fallback",
          label: a("languages.fallback"),
          value: shown.fallback ?? "",
          options: [
            { value: "", label: a("languages.no-fallback") },
            ...languages
              .filter(({ code }) => code !== shown.code)
              .map((one) => ({ value: one.code, label: titleOf(one) })),
          ],
          error: error("fallback"),
          change: (value) => set({ fallback: value || null }),
        })}
      </div>
      ${checkField({
        id: "default",
        label: a("languages.default"),
        hint: a(stored?.isDefault ? "languages.is-default" : "languages.default-hint"),
        value: shown.isDefault,
        disabled: stored?.isDefault ?? languages.length === 0,
        error: error("isDefault"),
        change: (isDefault) => set({ isDefault }),
      })}
      ${checkField({
        id: "mandatory",
        label: a("languages.mandatory"),
        hint: a("languages.mandatory-hint"),
        value: shown.isMandatory,
        error: error("isMandatory"),
        change: (isMandatory) => set({ isMandatory }),
      })}
    `;
  }

  #codeField(shown: Draft, set: (part: Partial<Draft>) => void): TemplateResult {
    return html`
      ${textField({
        id: "code",
        label: a("languages.code"),
        hint: nameOfCulture(shown.code) ?? a("languages.code-hint"),
        value: shown.code,
        required: true,
        list: "cultures",
        error: this.#submission.error("code"),
        change: (code) => set({ code }),
      })}
      <datalist id="cultures">
        ${COMMON_CULTURES.map((code) => html`<option value=${code}>${nameOfCulture(code)}</option>`)}
      </datalist>
    `;
  }

  #overtaken(stored: Language | undefined): unknown {
    const isSettled = this.#languages.value.phase === "fresh" && !this.#submission.working;
    if (this.draft === undefined || !isSettled || !differs(bodyOf(stored), bodyOf(this.#base))) return nothing;
    return html`<div class="notice" role="alert">
      <p>${a("form.touched", { who: a("form.somebody"), when: a("form.meanwhile") })}</p>
      <uui-button look="outline" label=${a("form.reload")} @click=${() => (this.draft = undefined)}></uui-button>
    </div>`;
  }

  #delete(stored: Language, languages: readonly Language[]): TemplateResult {
    const fallers = languages.filter(({ fallback }) => fallback === stored.code).map(titleOf);
    if (stored.isDefault) return html`<p class="hint">${a("languages.keep-default")}</p>`;
    if (fallers.length > 0)
      return html`<p class="hint">${a("languages.keep-fallback", { names: fallers.join(", ") })}</p>`;
    return html`<cd-sure-button
      label=${a("form.delete")}
      question=${a("languages.delete", { name: titleOf(stored) })}
      consequence=${a("languages.delete-hint")}
      @cd-sure=${() => this.#remove(stored)}
    ></cd-sure-button>`;
  }

  /** What the form began with; its own draft when there is no form. */
  #stored(): Draft | undefined {
    const { items } = this.#languages.value;
    if (this.code === NEW) return fresh(items);
    return items.find(({ code }) => code === this.code) ?? this.draft;
  }

  #change(draft: Draft, stored: Language | undefined): void {
    if (this.draft === undefined) this.#base = stored;
    this.draft = draft;
  }

  async #save(event: Event, stored: Language | undefined, shown: Draft): Promise<void> {
    event.preventDefault();
    const { code, draft: sent } = this;
    const body = bodyOf(shown);
    const { client } = this.services;
    const saved = await this.#submission.send(
      () =>
        stored
          ? client.put<Language>(`/language/${encodeURIComponent(stored.code)}`, body)
          : client.post<Language>("/language", { ...body, code: shown.code.trim() }),
      a("form.saved"),
    );
    if (saved === undefined) return;
    this.#changed();
    if (code !== this.code) return;
    if (this.draft === sent || this.draft === undefined) this.#leave();
    else this.#goOn(this.draft, saved);
  }

  /** Keeps what was typed while the save was on its way. */
  #goOn(draft: Draft, saved: Language): void {
    this.#base = saved;
    this.draft = { ...draft, code: saved.code };
    if (this.code === saved.code) return;
    this.code = this.#draftOf = saved.code;
    become(this, hrefOf(...ADDRESS, saved.code));
  }

  async #remove({ code }: Language): Promise<void> {
    const done = await this.#submission.send(
      async () => (await this.services.client.delete(`/language/${encodeURIComponent(code)}`), true),
      a("form.deleted"),
    );
    if (!done) return;
    this.#changed();
    this.#leave();
  }

  #changed(): void {
    this.services.store.dispatch({ type: "list/changed", list: "languages" });
  }

  #leave(): void {
    this.draft = undefined;
    go(this, hrefOf(...ADDRESS));
  }
}

function bodyOf(language: Language): LanguageBody;
function bodyOf(language: Language | undefined): LanguageBody | undefined;
function bodyOf(language: Language | undefined): LanguageBody | undefined {
  if (language === undefined) return undefined;
  const { name, isDefault, isMandatory, fallback } = language;
  return { name: name.trim(), isDefault, isMandatory, fallback };
}

function fresh(languages: readonly Language[]): Draft {
  return { code: "", name: "", isDefault: languages.length === 0, isMandatory: false, fallback: null };
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-language-page": LanguagePage;
  }
}
