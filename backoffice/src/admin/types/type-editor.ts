/** One document type: what it is called, where its documents stand, and what properties they have. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DocumentType, DocumentTypeItem } from "../../api/admin.js";
import { a } from "../../i18n/admin/words.js";
import { said } from "../../i18n/said.js";
import { submitOnEnter } from "../../shell/forms.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { hrefOf } from "../../shell/router.js";
import { Entity } from "../entity.js";
import { checkField, checkList, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import { type TypeDraft, aliased, bodyOf, draftOf, faultsOf, named, newType } from "./draft.js";
import "./icon-picker.js";
import "./property-list.js";

const NEW = "new";
const ADDRESS = ["settings", "document-type"] as const;

@customElement("cd-type-editor")
export class TypeEditor extends PageElement {
  /** The key of the type, or `new`. */
  @property() key = "";

  @state() private draft: TypeDraft | undefined;

  readonly #type = new Entity<DocumentType>(this, (key) => `/document-type/${key}`);
  readonly #types = new ListLoader(this, "documentTypes");
  readonly #submission = new Submission(this);

  constructor() {
    super();
    new Unsaved(this, () => this.draft !== undefined && differs(this.draft, this.#stored()));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("key") && this.#type.data?.key !== this.key) {
      this.draft = undefined;
      this.#submission.forget();
      this.#type.open(this.key === NEW ? "" : this.key);
    }
    const { touch } = this.#type;
    if (touch && !touch.gone && this.draft === undefined && !this.#submission.working) void this.#type.reload();
  }

  override render(): unknown {
    if (this.key === NEW) return html`${this.#head(a("types.add"), "document")} ${this.#form(newType, undefined)}`;
    return this.opened(
      this.#type,
      (type) => html`
        ${this.#head(type.name, type.icon)}
        ${this.overtaken(this.draft || this.#type.touch?.gone ? this.#type.touch : undefined, this.#submission.stale, this.#reload)}
        ${this.#form(draftOf(type), type)}
      `,
    );
  }

  #head(title: string, icon: string): TemplateResult {
    return html`<div class="head">
      <h1><uui-icon name=${icon || "document"}></uui-icon> ${title}</h1>
      <a href=${hrefOf(...ADDRESS)}>${a("form.back")}</a>
    </div>`;
  }

  #form(stored: TypeDraft, type: DocumentType | undefined): TemplateResult {
    const shown = this.draft ?? stored;
    const set = (part: Partial<TypeDraft>): void => void (this.draft = { ...shown, ...part });
    return html`<form novalidate @submit=${(event: Event) => this.#save(event, shown)} @keydown=${submitOnEnter}>
      ${this.refused(this.#submission)}
      ${this.#submission.errors.length > 0 ? html`<p class="error" role="alert">${this.#faults()}</p>` : nothing}
      <section class="box fields">${this.#names(shown, set)}</section>
      <section class="box" aria-labelledby="properties">
        <h2 id="properties">${a("properties.title")}</h2>
        <cd-property-list
          .draft=${shown}
          .inherited=${type?.inheritedProperties ?? []}
          .submission=${this.#submission}
          .errors=${this.#submission.errors}
          @cd-draft=${({ detail }: CustomEvent<TypeDraft>) => (this.draft = detail)}
        ></cd-property-list>
      </section>
      <section class="box pair">${this.#structure(shown, type, set)}</section>
      ${this.#actions(type)}
    </form>`;
  }

  /** Faults of fields that stand somewhere in the form are told there; all others here. */
  #faults(): TemplateResult {
    const shown = /^(alias|name|description|icon|compositions|allowedChildren|properties)/;
    const others = this.#submission.errors.filter(({ field }) => !shown.test(field));
    return html`${a("form.wrong")} ${others.map(said).join(" ")}`;
  }

  #names(shown: TypeDraft, set: (part: Partial<TypeDraft>) => void): TemplateResult {
    const error = (field: string): string | undefined => this.#submission.error(field);
    return html`
      <div class="pair">
        ${textField({ id: "name", label: a("types.name"), required: true, value: shown.name, error: error("name"), change: (name) => (this.draft = named(shown, name)) })}
        ${textField({
          id: "alias",
          label: a("types.alias"),
          hint: a("types.alias-hint"),
          required: true,
          code: true,
          value: shown.alias,
          error: error("alias"),
          change: (alias) => (this.draft = aliased(shown, alias)),
        })}
        <div class="field">
          <strong>${a("types.icon")}</strong>
          <cd-icon-picker
            value=${shown.icon}
            @cd-icon=${({ detail }: CustomEvent<string>) => set({ icon: detail })}
          ></cd-icon-picker>
        </div>
      </div>
      ${textField({
        id: "description",
        label: a("types.description"),
        hint: a("types.description-hint"),
        value: shown.description,
        error: error("description"),
        change: (description) => set({ description }),
      })}
      ${checkField({
        id: "varies",
        label: a("types.varies"),
        hint: a("types.varies-hint"),
        value: shown.variesByCulture,
        error: error("variation"),
        change: (variesByCulture) => set({ variesByCulture }),
      })}
      ${checkField({
        id: "segmented",
        label: a("types.segmented"),
        hint: a("types.segmented-hint"),
        value: shown.variesBySegment,
        change: (variesBySegment) => set({ variesBySegment }),
      })}
    `;
  }

  #structure(
    shown: TypeDraft,
    type: DocumentType | undefined,
    set: (part: Partial<TypeDraft>) => void,
  ): TemplateResult {
    const others = this.#types.value.items.filter(({ key }) => key !== type?.key);
    const option = ({ alias, name }: DocumentTypeItem) => ({ value: alias, label: name });
    const own = shown.alias === "" ? [] : [{ value: shown.alias, label: a("types.itself") }];
    return html`
      <div class="fields">
        ${checkField({ id: "root", label: a("types.at-root"), value: shown.allowedAtRoot, change: (allowedAtRoot) => set({ allowedAtRoot }) })}
        ${checkList({
          id: "children",
          label: a("types.children"),
          hint: a("types.children-hint"),
          value: shown.allowedChildren,
          options: [...own, ...others.map(option)],
          error: this.#submission.starting("allowedChildren"),
          change: (allowedChildren) => set({ allowedChildren }),
        })}
      </div>
      ${checkList({
        id: "compositions",
        label: a("types.compositions"),
        hint: a("types.compositions-hint"),
        value: shown.compositions,
        options: others.map(option),
        error: this.#submission.starting("compositions"),
        change: (compositions) => set({ compositions }),
      })}
    `;
  }

  #actions(type: DocumentType | undefined): TemplateResult {
    return html`<div class="actions">
      <uui-button
        type="submit"
        look="primary"
        label=${a(type ? "form.save" : "types.create")}
        .state=${this.#submission.working ? "waiting" : undefined}
      ></uui-button>
      ${
        type
          ? html`<cd-sure-button
              label=${a("form.delete")}
              question=${a("types.delete", { name: type.name })}
              consequence=${a("types.delete-hint")}
              @cd-sure=${this.#delete}
            ></cd-sure-button>`
          : nothing
      }
    </div>`;
  }

  /** What the form began with; its own draft when there is no form. */
  #stored(): TypeDraft | undefined {
    if (this.key === NEW) return newType;
    return this.#type.phase === "ready" && this.#type.data ? draftOf(this.#type.data) : this.draft;
  }

  readonly #reload = (): void => {
    this.draft = undefined;
    this.#submission.forget();
    void this.#type.reload();
  };

  async #save(event: Event, shown: TypeDraft): Promise<void> {
    event.preventDefault();
    const faults = faultsOf(shown, a("properties.not-json"));
    if (faults.length > 0) return this.#submission.reject(faults);
    const { client } = this.services;
    const isNew = this.key === NEW;
    const [method, path] = isNew
      ? (["POST", "/document-type"] as const)
      : (["PUT", `/document-type/${this.key}`] as const);
    const options = { body: bodyOf(shown), ifMatch: isNew ? undefined : this.#type.etag };
    const saved = await this.#submission.send(() => client.send<DocumentType>(method, path, options), a("form.saved"));
    if (saved === undefined) return;
    this.draft = undefined;
    this.#type.take(saved.data.key, saved);
    this.key = saved.data.key;
    if (isNew) this.go(hrefOf(...ADDRESS, saved.data.key));
  }

  readonly #delete = async (): Promise<void> => {
    const done = await this.#submission.send(
      async () => (await this.services.client.delete(`/document-type/${this.key}`), true),
      a("form.deleted"),
      a("types.in-use"),
    );
    if (!done) return;
    this.draft = undefined;
    this.go(hrefOf(...ADDRESS));
  };

  static override styles = [
    PageElement.styles,
    css`
      form > .error {
        margin: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-type-editor": TypeEditor;
  }
}
