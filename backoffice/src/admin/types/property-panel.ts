/** One property: what it is called, how it is edited and stored, and what a value must meet to be published. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { FieldError } from "../../api/problem.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { said } from "../../i18n/said.js";
import { differs } from "../../shell/leaving.js";
import { checkField, selectField, textArea, textField } from "../fields.js";
import { PageElement } from "../page-element.js";
import type { PropertyDraft } from "./draft.js";
import { EDITORS, linesOf, optionsOf, settingsOf, storedBy, withSetting } from "./editors.js";

/** Dispatches `cd-property` with what is to change. */
@customElement("cd-property-panel")
export class PropertyPanel extends PageElement {
  @property({ attribute: false }) property!: PropertyDraft;
  /** The groups that there are. */
  @property({ attribute: false }) groups: readonly string[] = [];
  /** The document type varies by culture. */
  @property({ type: Boolean }) varies = false;
  /** The document type varies by segment. */
  @property({ type: Boolean }) segmented = false;
  @property({ attribute: false }) errors: readonly FieldError[] = [];
  /** How the server calls the property in its errors. */
  @property() path = "";

  /** The options as they are typed, so that an unfinished line stays. */
  #lines: string | undefined;

  override willUpdate(): void {
    const { options } = settingsOf(this.property.configuration) ?? {};
    if (this.#lines !== undefined && differs(optionsOf(this.#lines), options)) this.#lines = undefined;
  }

  override render(): TemplateResult {
    const general = this.errors.filter(({ field }) => field === this.path);
    return html`<div class="fields">
      ${general.map((error) => html`<p class="error" role="alert">${said(error)}</p>`)}
      <div class="pair">${this.#names()}</div>
      <div class="pair">${this.#editing()}</div>
      ${this.#settings()} ${this.#rules()}
    </div>`;
  }

  #names(): TemplateResult {
    const { label, alias, group, description } = this.property;
    return html`
      ${textField({ id: "label", label: a("properties.label"), required: true, value: label, error: this.#error("label"), change: (value) => this.#change({ label: value }) })}
      ${textField({
        id: "alias",
        label: a("types.alias"),
        hint: a("properties.alias-hint"),
        required: true,
        code: true,
        value: alias,
        error: this.#error("alias"),
        change: (value) => this.#change({ alias: value }),
      })}
      ${textField({
        id: "group",
        label: a("properties.group"),
        hint: a("properties.group-hint"),
        list: "groups",
        value: group,
        error: this.#error("group"),
        change: (value) => this.#change({ group: value }),
      })}
      <datalist id="groups">${this.groups.map((one) => html`<option value=${one}></option>`)}</datalist>
      ${textField({
        id: "description",
        label: a("types.description"),
        hint: a("properties.description-hint"),
        value: description,
        error: this.#error("description"),
        change: (value) => this.#change({ description: value }),
      })}
    `;
  }

  #editing(): TemplateResult {
    const { editor, valueType, configuration, mandatory, variesByCulture, variesBySegment } = this.property;
    const editors = EDITORS.includes(editor) ? EDITORS : [editor, ...EDITORS];
    const stored = storedBy(editor, configuration);
    return html`
      ${selectField({
        id: "editor",
        label: a("properties.editor"),
        value: editor,
        options: editors.map((value) => ({ value, label: wordFor("editor", value) })),
        error: this.#error("editor"),
        change: (value) => this.#change({ editor: value }),
      })}
      ${
        stored.length > 1
          ? selectField({
              id: "valueType",
              label: a("properties.stored"),
              value: valueType,
              options: stored.map((value) => ({ value, label: wordFor("stored", value) })),
              error: this.#error("valueType"),
              change: (value) => this.#change({ valueType: value }),
            })
          : nothing
      }
      <div class="fields">
        ${checkField({ id: "mandatory", label: a("properties.mandatory"), value: mandatory, change: (value) => this.#change({ mandatory: value }) })}
        ${
          this.varies
            ? checkField({
                id: "varies",
                label: a("properties.varies"),
                value: variesByCulture,
                error: this.#error("variation"),
                change: (value) => this.#change({ variesByCulture: value }),
              })
            : nothing
        }
        ${
          this.segmented
            ? checkField({
                id: "segmented",
                label: a("properties.segmented"),
                value: variesBySegment,
                change: (value) => this.#change({ variesBySegment: value }),
              })
            : nothing
        }
      </div>
    `;
  }

  #settings(): unknown {
    const { editor, configuration } = this.property;
    const settings = settingsOf(configuration) ?? {};
    if (editor !== "choice" && editor !== "contentPicker") return nothing;
    const set = (name: string, value: unknown): void =>
      this.#change({ configuration: withSetting(configuration, name, value) });
    return html`
      ${
        editor === "choice"
          ? textArea({
              id: "options",
              label: a("properties.options"),
              hint: a("properties.options-hint"),
              rows: 5,
              value: this.#lines ?? linesOf(settings),
              change: (lines) => {
                this.#lines = lines;
                set("options", optionsOf(lines));
              },
            })
          : nothing
      }
      ${checkField({
        id: "multiple",
        label: a("properties.multiple"),
        value: settings["multiple"] === true,
        change: (several) => set("multiple", several || undefined),
      })}
    `;
  }

  #rules(): TemplateResult {
    const { pattern, message, schema, configuration, valueType } = this.property;
    const isOpen = ["pattern", "schema", "configuration", "message"].some((field) => this.#error(field) !== undefined);
    return html`<details ?open=${isOpen || Boolean(pattern || schema || message)}>
      <summary>${a("properties.rules")}</summary>
      <div class="fields">
        ${
          valueType === "text"
            ? textField({
                id: "pattern",
                label: a("properties.pattern"),
                hint: a("properties.pattern-hint"),
                code: true,
                value: pattern,
                error: this.#error("pattern"),
                change: (value) => this.#change({ pattern: value }),
              })
            : nothing
        }
        ${
          valueType === "json"
            ? textArea({
                id: "schema",
                label: a("properties.schema"),
                hint: a("properties.schema-hint"),
                rows: 6,
                code: true,
                value: schema,
                error: this.#error("schema"),
                change: (value) => this.#change({ schema: value }),
              })
            : nothing
        }
        ${textField({
          id: "message",
          label: a("properties.message"),
          hint: a("properties.message-hint"),
          value: message,
          error: this.#error("message"),
          change: (value) => this.#change({ message: value }),
        })}
        ${textArea({
          id: "configuration",
          label: a("properties.settings"),
          hint: a("properties.settings-hint"),
          rows: 4,
          code: true,
          value: configuration,
          error: this.#error("configuration") ?? this.#error("settings"),
          change: (value) => this.#change({ configuration: value }),
        })}
      </div>
    </details>`;
  }

  #error(field: string): string | undefined {
    const found = this.errors.find((error) => error.field === `${this.path}.${field}`);
    return found && said(found);
  }

  #change(part: Partial<PropertyDraft>): void {
    this.dispatchEvent(new CustomEvent<Partial<PropertyDraft>>("cd-property", { detail: part }));
  }

  static override styles = [
    PageElement.styles,
    css`
      :host {
        max-width: none;
      }

      summary {
        padding: var(--uui-size-space-2) 0;
        font-weight: 600;
        cursor: pointer;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-property-panel": PropertyPanel;
  }
  interface HTMLElementEventMap {
    "cd-property": CustomEvent<Partial<PropertyDraft>>;
  }
}
