/** The fields of a document: what does not vary once, what varies by culture side by side. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { DocumentAnswer, DocumentType, JsonValue, PropertyType, VariantState } from "../api/model.js";
import type { FieldError } from "../api/problem.js";
import { languageName, t } from "../i18n/i18n.js";
import { said } from "../i18n/said.js";
import { AppElement, shared } from "../shell/element.js";
import { variantLabel } from "./difference.js";
import { cellOf } from "./faults.js";
import type { Unfinished } from "../store/unfinished.js";
import { type Edits, draftOf, nameField, parseField, valueField, valueIn } from "../store/fields.js";
import "./inputs/text-input.js";
import type { ValueInput } from "./inputs/input.js";
import { inputFor } from "./inputs/registry.js";
import "./segment-values.js";
import { type Group, groupsOf } from "./types.js";
import "./variant-state.js";

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
      ${columns.some((culture) => culture !== null) ? this.#heads(columns) : nothing}
      <section .style=${`--columns: ${columns.length}`}>
        <div class="property">
          <div class="label">${t("editor.name")}</div>
          <div class="row">${columns.map((culture) => this.#name(draft, culture))}</div>
        </div>
      </section>
      ${groupsOf(this.type).map((group) => this.#group(group, draft))}
    `;
  }

  /** Goes to a field, once it is drawn; tells whether it is there. */
  async show(field: string): Promise<boolean> {
    await this.updateComplete;
    const cell = cellOf(field);
    const place = [...this.renderRoot.querySelectorAll<HTMLElement>(".cell")].find((one) => one.dataset["field"] === cell);
    const { segment } = parseField(field);
    const segments = segment === null ? null : place?.querySelector("cd-segment-values");
    if (segment !== null && segments) return segments.show(segment);
    const input = place?.querySelector<ValueInput>(":scope > *");
    await input?.updateComplete;
    place?.scrollIntoView({ block: "nearest" });
    input?.focus();
    return input != null;
  }

  /** Says all the way down which column is which. */
  #heads(cultures: readonly (string | null)[]): TemplateResult {
    const stateOf = (culture: string | null): VariantState =>
      this.document.variants.find((one) => one.culture === culture)?.state ?? "notCreated";
    return html`<div class="heads" .style=${`--columns: ${cultures.length}`}>
      ${cultures.map(
        (culture) => html`<div class="head">
          <strong>${languageName(culture ?? "")}</strong>
          ${this.document.trashed ? nothing : html`<cd-state state=${stateOf(culture)}></cd-state>`}
        </div>`,
      )}
    </div>`;
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
        ${one.label}${one.mandatory ? this.#mandatory() : nothing}
        ${this.type.variesByCulture && !one.variesByCulture
          ? html`<span class="all quiet">${t("editor.all-cultures")}</span>`
          : nothing}
      </div>
      ${one.description ? html`<p class="description quiet">${one.description}</p>` : nothing}
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

  #mandatory(): TemplateResult {
    return html`<span class="mandatory" title=${t("editor.mandatory")} aria-hidden="true"> *</span
      ><span class="only-read-aloud"> (${t("editor.mandatory")})</span>`;
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
        padding-bottom: var(--uui-size-space-3);
        border-bottom: 1px solid var(--uui-color-divider-standalone);
        font-size: 1.05rem;
      }

      .heads {
        position: sticky;
        z-index: 1;
        top: 0;
        display: grid;
        grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr));
        gap: var(--uui-size-space-4);
        margin: 0 calc(-1 * var(--gap, 0px)) calc(-1 * var(--uui-size-space-3));
        padding: var(--uui-size-space-3) calc(var(--gap, 0px) + var(--uui-size-space-5));
        background: var(--uui-color-background);
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 var(--uui-size-space-4);
        min-width: 0;
        overflow-wrap: anywhere;
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
        margin-bottom: var(--uui-size-space-1);
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .all {
        margin-left: var(--uui-size-space-3);
        font-size: 0.87rem;
        font-weight: 400;
      }

      .description {
        max-width: 44rem;
        font-size: 0.87rem;
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
