/** The values of one property for some readers only, below the one for everybody. */

import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { JsonValue, PropertyType } from "../api/model.js";
import type { FieldError } from "../api/problem.js";
import { t } from "../i18n/i18n.js";
import { said } from "../i18n/said.js";
import "../shell/components.js";
import { AppElement, shared } from "../shell/element.js";
import { openMenu } from "../shell/menu.js";
import { segmentName } from "../store/segments.js";
import type { Unfinished } from "../store/unfinished.js";
import { variantLabel } from "./difference.js";
import { type Edits, errorField, valueField, valueIn } from "../store/fields.js";
import { inputFor } from "./inputs/registry.js";
import { offeredSegments, shownSegments } from "./segments.js";

@customElement("cd-segment-values")
export class SegmentValues extends AppElement {
  /** The key of the document. */
  @property() document = "";
  @property({ attribute: false }) type!: PropertyType;
  @property({ attribute: false }) culture: string | null = null;
  @property({ attribute: false }) draft: Readonly<Record<string, JsonValue>> = {};
  @property({ attribute: false }) edits: Edits = {};
  @property({ attribute: false }) errors: readonly FieldError[] = [];
  @property({ attribute: false }) unfinished: Readonly<Record<string, Unfinished>> = {};
  @property({ type: Boolean }) readonly = false;

  /** Segments whose field is open although it has no value yet, or not any more. */
  @state() private opened: readonly string[] = [];

  #cleared = false;
  readonly #segments = this.select((all) => all.segments);

  override willUpdate(changed: PropertyValues<this>): void {
    const another = changed.get("type")?.alias !== this.type.alias && changed.has("type");
    if (changed.has("document") || changed.has("culture") || another) this.opened = [];
    const before = changed.get("draft");
    if (before !== undefined) this.opened = this.opened.filter((segment) => !this.#isGone(segment, before));
  }

  /** The field that had the focus is gone; the button that brings it back may come only now. */
  override updated(): void {
    const add = this.#cleared ? this.renderRoot.querySelector<AppElement>("#add") : null;
    if (add === null) return;
    this.#cleared = false;
    void Promise.resolve(add.updateComplete).then(() => add.focus());
  }

  override render(): TemplateResult {
    const shown = shownSegments(this.type.alias, this.culture, this.draft, this.edits, this.opened);
    const offered = offeredSegments(this.#segments.value, this.draft, shown);
    const add = !this.readonly && offered.length > 0;
    if (shown.length === 0 && !add) return html``;
    return html`<div class="segments ${shown.length > 0 ? "some" : ""}" role="group" aria-label=${t("segment.values", { name: this.#label(null) })}>
      ${shown.length > 0 ? html`<p class="quiet">${t("segment.others")}</p>` : nothing}
      ${shown.map((segment) => this.#value(segment))}
      ${add
        ? html`<uui-button
            id="add"
            compact
            look="outline"
            label=${t("segment.add-to", { name: this.#label(null) })}
            @click=${(event: Event) => this.#openMenu(event.currentTarget as HTMLElement, offered)}
            ><uui-icon name="add"></uui-icon> ${t("segment.add")}</uui-button
          >`
        : nothing}
    </div>`;
  }

  #value(segment: string): TemplateResult {
    const field = valueField(this.type.alias, this.culture, segment);
    const value = valueIn(this.draft, this.edits, field);
    const error = this.errors.find((one) => one.field === errorField(field));
    const label = this.#label(segment);
    return html`<div class="segment" data-segment=${segment}>
      <div class="head">
        <strong>${segmentName(this.#segments.value, segment)}</strong>
        ${this.readonly
          ? nothing
          : html`<uui-button
              compact
              look="outline"
              label=${t("segment.clear-of", { name: label })}
              @click=${() => this.#clear(segment)}
              >${t("segment.clear")}</uui-button
            >`}
      </div>
      ${inputFor(this.type.editor, {
        label,
        value,
        valueType: this.type.valueType,
        settings: this.type.configuration ?? {},
        readonly: this.readonly,
        error: error ? said(error) : "",
        unfinished: this.unfinished[field],
        lang: this.culture ?? undefined,
        changed: (changed) => this.#changed(segment, changed),
        left: (unfinished) =>
          this.services.store.dispatch({ type: "document/unfinished", key: this.document, field, unfinished }),
      })}
      ${value === null ? html`<p class="quiet">${t("segment.empty")}</p>` : nothing}
    </div>`;
  }

  /** Whether a saved value of a segment was cleared, here or by somebody else. */
  #isGone(segment: string, before: Readonly<Record<string, JsonValue>>): boolean {
    const field = valueField(this.type.alias, this.culture, segment);
    return (before[field] ?? null) !== null && (this.draft[field] ?? null) === null;
  }

  #label(segment: string | null): string {
    return variantLabel(this.type.label, this.culture, segment, this.#segments.value);
  }

  #openMenu(button: HTMLElement, offered: readonly string[]): void {
    const { left, bottom } = button.getBoundingClientRect();
    const items = offered.map((segment) => ({
      label: segmentName(this.#segments.value, segment),
      icon: "users",
      act: () => void this.show(segment),
    }));
    openMenu(this, t("segment.add"), items, left, bottom);
  }

  /** Goes to the value of a segment, opening a field for it where there is none; tells whether that is there. */
  async show(segment: string): Promise<boolean> {
    if (!this.opened.includes(segment)) this.opened = [...this.opened, segment];
    await this.updateComplete;
    const input = this.renderRoot.querySelector<AppElement>(`[data-segment="${CSS.escape(segment)}"] > :not(.head)`);
    await input?.updateComplete;
    input?.scrollIntoView({ block: "nearest" });
    input?.shadowRoot?.querySelector<HTMLElement>("input, textarea, select, [contenteditable]")?.focus();
    return input !== null;
  }

  #clear(segment: string): void {
    this.opened = this.opened.filter((one) => one !== segment);
    this.#dispatch(segment, null);
    this.#cleared = true;
  }

  /** A field stays open while somebody empties it. */
  #changed(segment: string, value: JsonValue): void {
    if (!this.opened.includes(segment)) this.opened = [...this.opened, segment];
    this.#dispatch(segment, value);
  }

  #dispatch(segment: string, value: JsonValue): void {
    const field = valueField(this.type.alias, this.culture, segment);
    this.services.store.dispatch({ type: "document/edited", key: this.document, field, value });
  }

  static override styles = [
    shared,
    css`
      .segments,
      .segment {
        display: grid;
        gap: var(--uui-size-space-2);
        justify-items: stretch;
      }

      .segments {
        margin-top: var(--uui-size-space-3);
      }

      .some {
        padding-left: var(--uui-size-space-4);
        border-left: 3px solid var(--uui-color-border);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--uui-size-space-3);
      }

      #add {
        justify-self: start;
      }

      p {
        margin: 0;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-segment-values": SegmentValues;
  }
}
