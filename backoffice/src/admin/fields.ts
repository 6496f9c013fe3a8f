/** Form fields as templates: a label, an input, a hint, and what is wrong with it. */

import { type TemplateResult, html, nothing } from "lit";
import { ifDefined } from "lit/directives/if-defined.js";
import { live } from "lit/directives/live.js";

interface Field<Value> {
  /** Unique in the element. */
  readonly id: string;
  readonly label: string;
  readonly value: Value;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  change(value: Value): void;
}

interface TextField extends Field<string> {
  readonly type?: "text" | "email" | "password" | "search" | "number" | "date";
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly list?: string;
  readonly code?: boolean;
}

export function textField(field: TextField): TemplateResult {
  return framed(
    field,
    html`<input
      id=${field.id}
      name=${field.id}
      class=${field.code ? "code" : nothing}
      type=${field.type ?? "text"}
      .value=${live(field.value)}
      ?required=${field.required ?? false}
      ?disabled=${field.disabled ?? false}
      autocomplete=${(field.autocomplete ?? "off") as "off"}
      list=${ifDefined(field.list)}
      aria-invalid=${field.error !== undefined}
      aria-describedby=${describedBy(field)}
      @input=${(event: InputEvent) => field.change((event.target as HTMLInputElement).value)}
    />`,
  );
}

export function textArea(field: Field<string> & { readonly rows?: number; readonly code?: boolean }): TemplateResult {
  return framed(
    field,
    html`<textarea
      id=${field.id}
      class=${field.code ? "code" : nothing}
      rows=${field.rows ?? 3}
      spellcheck=${field.code ? "false" : "true"}
      .value=${live(field.value)}
      ?disabled=${field.disabled ?? false}
      aria-invalid=${field.error !== undefined}
      aria-describedby=${describedBy(field)}
      @input=${(event: InputEvent) => field.change((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function selectField(field: Field<string> & { readonly options: readonly Option[] }): TemplateResult {
  return framed(
    field,
    html`<select
      id=${field.id}
      ?disabled=${field.disabled ?? false}
      aria-invalid=${field.error !== undefined}
      aria-describedby=${describedBy(field)}
      @change=${(event: Event) => field.change((event.target as HTMLSelectElement).value)}
    >
      ${field.options.map(
        ({ value, label }) => html`<option value=${value} .selected=${live(value === field.value)}>${label}</option>`,
      )}
    </select>`,
  );
}

export function checkField(field: Field<boolean>): TemplateResult {
  return html`<div>
    <label class="check">
      <input
        id=${field.id}
        type="checkbox"
        .checked=${live(field.value)}
        ?disabled=${field.disabled ?? false}
        aria-describedby=${describedBy(field)}
        @change=${(event: Event) => field.change((event.target as HTMLInputElement).checked)}
      /><span>${field.label}</span>
    </label>
    ${notes(field)}
  </div>`;
}

/** A set of switches over a list of strings. */
export function checkList(
  field: Field<readonly string[]> & {
    readonly options: readonly (Option & { readonly hint?: string; readonly disabled?: boolean })[];
  },
): TemplateResult {
  const toggle = (value: string, on: boolean): void =>
    field.change(on ? [...field.value, value] : field.value.filter((one) => one !== value));
  return html`<fieldset aria-describedby=${describedBy(field)}>
    <legend>${field.label}</legend>
    ${notes(field)}
    ${field.options.map((option) =>
      checkField({
        id: `${field.id}-${option.value}`,
        label: option.label,
        hint: option.hint,
        disabled: (field.disabled ?? false) || (option.disabled ?? false),
        value: field.value.includes(option.value),
        change: (on) => toggle(option.value, on),
      }),
    )}
  </fieldset>`;
}

function framed(field: Field<unknown>, input: TemplateResult): TemplateResult {
  return html`<div class="field"><label for=${field.id}>${field.label}</label>${input}${notes(field)}</div>`;
}

function notes({ id, hint, error }: Field<unknown>): TemplateResult {
  return html`
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error" id="${id}-error">${error}</p>` : nothing}
  `;
}

function describedBy({ id, hint, error }: Field<unknown>): string | typeof nothing {
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return ids || nothing;
}
