/**
 * What became of a value. Texts are compared word by word; of lists one sees what came and what went; everything else
 * is shown whole, as it was and as it is.
 */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { JsonValue, PropertyType } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { compared, textOf } from "./compared.js";
import { DocumentNames } from "./document-names.js";
import { sameJson } from "../store/fields.js";
import { isPicker, isText, wordsOfValue } from "./value-words.js";

@customElement("cd-difference")
export class ValueDifference extends AppElement {
  @property({ attribute: false }) was: JsonValue = null;
  @property({ attribute: false }) now: JsonValue = null;
  /** What it is a value of; nothing for a name. */
  @property({ attribute: false }) property: PropertyType | undefined;

  readonly #names = new DocumentNames(this);

  override render(): TemplateResult {
    const { was: before, now: after } = this;
    if (isText(before, after, this.property)) return this.#words(textOf(before), textOf(after));
    if (isList(before) && isList(after)) return this.#members(membersOf(before), membersOf(after));
    return this.#whole(before, after);
  }

  #words(before: string, after: string): TemplateResult {
    if (before === after) return html`<p>${after}</p><p class="quiet">${t("difference.formatting")}</p>`;
    const pieces = compared(before, after).map(({ text, kind }) =>
      kind === "same" ? text : kind === "gone" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
    );
    return html`<p>${pieces}</p>`; // Nothing else in it: white space is shown as it is.
  }

  #members(before: readonly JsonValue[], after: readonly JsonValue[]): TemplateResult {
    const has = (all: readonly JsonValue[], one: JsonValue): boolean => all.some((other) => sameJson(one, other));
    const gone = before.filter((one) => !has(after, one));
    const onlyOrder = gone.length === 0 && before.length === after.length;
    return html`<ul>
        ${after.map((one) => html`<li>${has(before, one) ? this.#said(one) : html`<ins>${this.#said(one)}</ins>`}</li>`)}
        ${gone.map((one) => html`<li><del>${this.#said(one)}</del></li>`)}
      </ul>
      ${onlyOrder ? html`<p class="quiet">${t("difference.order")}</p>` : nothing}`;
  }

  #whole(before: JsonValue, after: JsonValue): TemplateResult {
    return html`<p class="whole"><del>${this.#said(before)}</del></p>
      <p class="whole"><ins>${this.#said(after)}</ins></p>`;
  }

  #said(value: JsonValue): string {
    if (isPicker(this.property) && typeof value === "string") return this.#names.shown(value);
    return wordsOfValue(value, this.property) || t("difference.nothing");
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        overflow-wrap: anywhere;
      }

      p {
        margin: 0;
        white-space: pre-wrap;
      }

      p.quiet {
        white-space: normal;
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding: 0 var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
      }

      li:has(ins),
      li:has(del) {
        padding: 0;
      }

      li ins,
      li del {
        display: block;
        padding: 0 var(--uui-size-space-3);
      }

      ins {
        background: color-mix(in srgb, var(--uui-color-positive) 25%, transparent);
        text-decoration-thickness: 1px;
        text-underline-offset: 3px;
      }

      del {
        background: color-mix(in srgb, var(--uui-color-danger) 20%, transparent);
      }

      .whole + .whole {
        margin-top: 2px;
      }

      .whole > * {
        padding: 0 var(--uui-size-space-2);
        text-decoration: none;
        box-decoration-break: clone;
      }

      .whole del::before {
        content: "− " / "";
      }

      .whole ins::before {
        content: "+ " / "";
      }
    `,
  ];
}

/** Nothing counts as an empty list; what consists of parts itself is better seen whole. */
function isList(value: JsonValue): boolean {
  return value === null || (Array.isArray(value) && value.every((one) => typeof one !== "object"));
}

/** The parts of a list; a single value is a list of one, and nothing one of none. */
function membersOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  return value === null || value === undefined || value === "" ? [] : [value];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-difference": ValueDifference;
  }
}
