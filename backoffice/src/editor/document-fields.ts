/** The fields of a document: what does not vary once, what varies by culture side by side. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { DocumentAnswer, DocumentType, JsonValue, PropertyType } from "../api/model.js";
import type { FieldError } from "../api/problem.js";
import { languageName, t } from "../i18n/i18n.js";
import { said } from "../i18n/said.js";
import { AppElement, shared } from "../shell/element.js";
import { variantLabel } from "./difference.js";
import type { Unfinished } from "../store/unfinished.js";
import { type Edits, draftOf, nameField, valueField, valueIn } from "./fields.js";
import "./inputs/text-input.js";
import type { ValueInput } from "./inputs/input.js";
import { inputFor } from "./inputs/registry.js";
import "./segment-values.js";
import { type Group, groupsOf } from "./types.js";

@customElement("cd-document-fields")
export class DocumentFields extends AppElement {
  @property({ attribute: false }) document!: DocumentAnswer;
  @property({ attribute: false }) type!: DocumentType;
  @property({ attribute: false }) edits: Edits = {};
  @property({ attribute: false }) errors: readonly FieldError[] = [];
  /** What stands in fields and is no value yet. */
  @property({ attribute: false }) unfinished: Readonly<Record<string, Unfinished>> = {};
  /** The cultures that are shown side by side. */
  @property({ attribute: false }) cultures: readonly (string | null)[] = [];
  @property({ type: Boolean }) readonly = false;

  override render(): TemplateResult {
    const draft = draftOf(this.document);
    const columns = this.type.variesByCulture ? this.cultures : [null];
    return html`
      <section .style=${`--columns: ${columns.length}`}>
        <div class="row">${columns.map((culture) => this.#name(draft, culture))}</div>
      </section>
      ${groupsOf(this.type).map((group) => this.#group(group, draft))}
    `;
  }

  /** Goes to a field, once it is drawn; tells whether it is there. */
  async show(field: string): Promise<boolean> {
    await this.updateComplete;
    const place = [...this.renderRoot.querySelectorAll<HTMLElement>(".cell")].find((cell) => cell.dataset["field"] === field);
    const input = place?.querySelector<ValueInput>(":not(.label)");
    await input?.updateComplete;
    place?.scrollIntoView({ block: "nearest" });
    input?.focus();
    return input != null;
  }

  #group({ heading, properties }: Group, draft: Readonly<Record<string, JsonValue>>): TemplateResult {
    return html`<section aria-label=${heading || nothing} .style=${`--columns: ${this.cultures.length}`}>
      ${heading ? html`<h2>${heading}</h2>` : nothing} ${properties.map((one) => this.#property(one, draft))}
    </section>`;
  }

  #name(draft: Readonly<Record<string, JsonValue>>, culture: string | null): TemplateResult {
    const field = nameField(culture);
    const label = culture === null ? t("editor.name") : t("editor.name-in", { language: languageName(culture) });
    return html`<div class="cell" data-field=${field}>
      <span class="label">${label}</span>
      <cd-text-input
        label=${label}
        lang=${culture ?? ""}
        .value=${valueIn(draft, this.edits, field)}
        ?readonly=${this.readonly}
        error=${this.#errorOf(field)}
        @cd-change=${(event: CustomEvent<JsonValue>) => this.#changed(field, event.detail)}
      ></cd-text-input>
    </div>`;
  }

  #property(one: PropertyType, draft: Readonly<Record<string, JsonValue>>): TemplateResult {
    const cultures = one.variesByCulture && this.type.variesByCulture ? this.cultures : [null];
    return html`<div class="property">
      <div class="label">
        ${one.label}${one.mandatory ? html`<span class="mandatory" title=${t("editor.mandatory")}> *</span>` : nothing}
      </div>
      ${one.description ? html`<p class="quiet">${one.description}</p>` : nothing}
      <div class="row ${cultures[0] === null ? "whole" : ""}">
        ${cultures.map((culture) => this.#value(one, draft, culture))}
      </div>
    </div>`;
  }

  #value(one: PropertyType, draft: Readonly<Record<string, JsonValue>>, culture: string | null): TemplateResult {
    const field = valueField(one.alias, culture);
    const label = variantLabel(one.label, culture, null, undefined);
    return html`<div class="cell" data-field=${field}>
      ${inputFor(one.editor, {
        label,
        value: valueIn(draft, this.edits, field),
        valueType: one.valueType,
        settings: one.configuration ?? {},
        readonly: this.readonly,
        hint: one.description ?? "",
        error: this.#errorOf(field),
        unfinished: this.unfinished[field],
        required: one.mandatory,
        lang: culture ?? undefined,
        changed: (value) => this.#changed(field, value),
        left: (unfinished) => this.#left(field, unfinished),
      })}
      ${this.#varies(one) ? this.#segments(one, draft, culture) : nothing}
    </div>`;
  }

  #varies(one: PropertyType): boolean {
    return one.variesBySegment && this.type.variesBySegment;
  }

  #segments(one: PropertyType, draft: Readonly<Record<string, JsonValue>>, culture: string | null): TemplateResult {
    return html`<cd-segment-values
      document=${this.document.key}
      .type=${one}
      .culture=${culture}
      .draft=${draft}
      .edits=${this.edits}
      .errors=${this.errors}
      .unfinished=${this.unfinished}
      ?readonly=${this.readonly}
    ></cd-segment-values>`;
  }

  #errorOf(field: string): string {
    const error = this.errors.find((one) => one.field === field);
    return error ? said(error) : "";
  }

  #changed(field: string, value: JsonValue): void {
    this.services.store.dispatch({ type: "document/edited", key: this.document.key, field, value });
  }

  #left(field: string, unfinished: Unfinished | undefined): void {
    this.services.store.dispatch({ type: "document/unfinished", key: this.document.key, field, unfinished });
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--uui-size-space-4);
      }

      section {
        display: grid;
        gap: var(--uui-size-space-5);
        padding: var(--uui-size-space-5);
        border-radius: 4px;
        background: var(--uui-color-surface);
        box-shadow: var(--uui-shadow-depth-1);
      }

      h2 {
        font-size: 1.05rem;
      }

      .row {
        display: grid;
        grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr));
        gap: var(--uui-size-space-4);
        align-items: start;
      }

      .row.whole {
        grid-template-columns: minmax(0, 1fr);
      }

      .label {
        display: block;
        font-weight: 700;
      }

      .mandatory {
        color: var(--uui-color-danger-standalone);
      }

      p {
        margin: 0 0 var(--uui-size-space-2);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-fields": DocumentFields;
  }
}
