/** One document type: what it is called, where its documents stand, and what properties they have. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import type { DocumentType, DocumentTypeBody, DocumentTypeItem } from "../../api/admin.js";
import type { FieldError } from "../../api/problem.js";
import { a } from "../../i18n/admin/words.js";
import { said } from "../../i18n/said.js";
import { submitOnEnter } from "../../shell/forms.js";
import { EntityEditor } from "../entity-editor.js";
import { checkField, checkList, textField } from "../fields.js";
import { ListLoader } from "../list-loader.js";
import "../sure-button.js";
import { type TypeDraft, aliased, bodyOf, draftOf, faultsOf, named, newType } from "./draft.js";
import "./icon-picker.js";
import "./property-list.js";

@customElement("cd-type-editor")
export class TypeEditor extends EntityEditor<DocumentType, TypeDraft> {
  protected override readonly path = "/document-type";
  protected override readonly address = ["settings", "document-type"];
  protected override readonly fresh = newType;

  readonly #types = new ListLoader(this, "documentTypes");

  protected override draftOf(type: DocumentType): TypeDraft {
    return draftOf(type);
  }

  protected override bodyOf(draft: TypeDraft): DocumentTypeBody {
    return bodyOf(draft);
  }

  protected override faultsOf(draft: TypeDraft): readonly FieldError[] {
    return faultsOf(draft, a("properties.not-json"));
  }

  protected override heading(type: DocumentType | undefined): TemplateResult {
    return html`<uui-icon name=${type?.icon || "document"}></uui-icon> ${type?.name ?? a("types.add")}`;
  }

  protected override form(shown: TypeDraft, type: DocumentType | undefined): TemplateResult {
    const set = (part: Partial<TypeDraft>): void => void (this.draft = { ...shown, ...part });
    return html`<form novalidate @submit=${this.save} @keydown=${submitOnEnter}>
      ${this.refused(this.submission)}
      ${this.submission.errors.length > 0 ? html`<p class="error" role="alert">${this.#faults()}</p>` : nothing}
      <section class="box fields">${this.#names(shown, set)}</section>
      <section class="box" aria-labelledby="properties">
        <h2 id="properties">${a("properties.title")}</h2>
        <cd-property-list
          .draft=${shown}
          .inherited=${type?.inheritedProperties ?? []}
          .submission=${this.submission}
          .errors=${this.submission.errors}
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
    const others = this.submission.errors.filter(({ field }) => !shown.test(field));
    return html`${a("form.wrong")} ${others.map(said).join(" ")}`;
  }

  #names(shown: TypeDraft, set: (part: Partial<TypeDraft>) => void): TemplateResult {
    const error = (field: string): string | undefined => this.submission.error(field);
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
          error: this.submission.starting("allowedChildren"),
          change: (allowedChildren) => set({ allowedChildren }),
        })}
      </div>
      ${checkList({
        id: "compositions",
        label: a("types.compositions"),
        hint: a("types.compositions-hint"),
        value: shown.compositions,
        options: others.map(option),
        error: this.submission.starting("compositions"),
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
        .state=${this.submission.working ? "waiting" : undefined}
      ></uui-button>
      ${
        type
          ? html`<cd-sure-button
              label=${a("form.delete")}
              question=${a("types.delete", { name: type.name })}
              consequence=${a("types.delete-hint")}
              @cd-sure=${() => this.delete(a("types.in-use"))}
            ></cd-sure-button>`
          : nothing
      }
    </div>`;
  }

  static override styles = [
    EntityEditor.styles,
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
