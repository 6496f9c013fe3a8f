/** Which languages stand side by side. Of many, only the main ones are offered at once; the others can be looked for. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Language } from "../api/admin.js";
import type { DocumentAnswer, DocumentVariant } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import "./variant-state.js";

/** More than these are not taken in at a glance. */
const MOST = 6;

/**
 * The cultures that are offered at once, in the order of the document: those that are shown, and as far as there is
 * room the default one, mandatory ones, and what is written.
 */
export function mainCultures(
  variants: readonly DocumentVariant[],
  languages: readonly Language[],
  shown: readonly string[],
): readonly string[] {
  const codes = variants.flatMap(({ culture }) => (culture === null ? [] : [culture]));
  if (codes.length <= MOST) return codes;
  const coded = (one: (language: Language) => boolean): readonly string[] => languages.filter(one).map(({ code }) => code);
  const written = variants.filter(({ state: how }) => how !== "notCreated").map(({ culture }) => culture ?? "");
  const wanted = [...shown, ...coded(({ isDefault }) => isDefault), ...coded(({ isMandatory }) => isMandatory), ...written];
  const main = new Set([...new Set(wanted)].filter((code) => codes.includes(code)).slice(0, Math.max(MOST, shown.length)));
  return codes.filter((code) => main.has(code));
}

@customElement("cd-culture-switches")
export class CultureSwitches extends AppElement {
  @property({ attribute: false }) document!: DocumentAnswer;
  @property({ attribute: false }) shown: readonly string[] = [];
  /** The cultures in which something is to be mended. */
  @property({ attribute: false }) wrong: ReadonlySet<string> = new Set();

  @state() private filter = "";
  @query("[popover]") private others!: HTMLElement;

  readonly #languages = this.select((all) => all.lists.languages.items);

  override render(): TemplateResult {
    const { variants } = this.document;
    const main = mainCultures(variants, this.#languages.value, this.shown);
    const hidden = variants.length - main.length;
    return html`<div class="switches" role="group" aria-label=${t("editor.cultures")}>
      ${variants.filter(({ culture }) => main.includes(culture ?? "")).map((variant) => this.#switch(variant))}
      ${hidden > 0 ? this.#more(hidden) : nothing}
    </div>`;
  }

  #switch({ culture, state: how }: DocumentVariant): TemplateResult {
    const isWrong = this.wrong.has(culture ?? "");
    return html`<button
      class="switch ${isWrong ? "wrong" : ""}"
      aria-pressed=${this.shown.includes(culture ?? "")}
      @click=${() => this.#toggle(culture ?? "")}
    >
      <span class="name">${languageName(culture ?? "")}</span>
      ${this.document.trashed ? nothing : html`<cd-state bare state=${how}></cd-state>`}
      ${isWrong ? html`<span class="mark">${t("editor.wrong")}</span>` : nothing}
    </button>`;
  }

  #more(hidden: number): TemplateResult {
    return html`<button class="switch more" popovertarget="others">${t("editor.more-cultures", { count: hidden })}</button>
      <div id="others" popover @toggle=${this.#toggled}>
        <input
          type="search"
          aria-label=${t("editor.find-culture")}
          placeholder=${t("editor.find-culture")}
          .value=${this.filter}
          @input=${(event: InputEvent) => (this.filter = (event.target as HTMLInputElement).value)}
        />
        <div class="all">${this.#found().map((variant) => this.#switch(variant))}</div>
      </div>`;
  }

  #found(): readonly DocumentVariant[] {
    const sought = this.filter.trim().toLowerCase();
    return this.document.variants.filter(({ culture }) =>
      [culture ?? "", languageName(culture ?? "")].some((word) => word.toLowerCase().includes(sought)),
    );
  }

  #toggle(culture: string): void {
    this.dispatchEvent(new CustomEvent("cd-culture", { detail: culture }));
  }

  /** Stands below its button, within the window. */
  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState !== "open") return;
    const { left, bottom } = this.renderRoot.querySelector(".more")!.getBoundingClientRect();
    this.others.style.left = `${Math.max(8, Math.min(left, innerWidth - this.others.offsetWidth - 8))}px`;
    this.others.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - this.others.offsetHeight - 8))}px`;
    this.filter = "";
    this.others.querySelector("input")?.focus();
  };

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }

      .switches {
        display: flex;
        flex-wrap: wrap;
        gap: var(--uui-size-space-2);
      }

      .switch {
        display: inline-flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        max-width: 100%;
        min-height: 30px;
        padding: 2px var(--uui-size-space-4);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 99px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .switch:hover {
        background: var(--uui-color-surface-emphasis);
      }

      .switch[aria-pressed="true"] {
        border-color: var(--uui-color-selected-standalone);
        box-shadow: inset 0 0 0 1px var(--uui-color-selected-standalone);
        font-weight: 600;
      }

      @media (forced-colors: active) {
        .switch[aria-pressed="true"] {
          background: SelectedItem;
          color: SelectedItemText;
          forced-color-adjust: none;
        }
      }

      .switch.wrong {
        border-color: var(--uui-color-danger-standalone);
      }

      .mark {
        padding: 0 var(--uui-size-space-2);
        border-radius: 99px;
        background: var(--uui-color-danger);
        color: var(--uui-color-danger-contrast);
      }

      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .more {
        border-style: dashed;
      }

      [popover] {
        position: fixed;
        inset: auto;
        width: min(20rem, calc(100vw - 16px));
        margin: 0;
        padding: var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border);
        border-radius: 6px;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
        box-shadow: var(--uui-shadow-depth-3);
      }

      input {
        width: 100%;
        min-height: 34px;
        padding: 0 var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
        color: inherit;
        font: inherit;
      }

      .all {
        display: grid;
        max-height: min(22rem, 50dvh);
        margin-top: var(--uui-size-space-2);
        overflow: auto;
      }

      .all .switch {
        justify-content: space-between;
        border: 0;
        border-radius: 3px;
        box-shadow: none;
      }

      .all .switch[aria-pressed="true"] {
        background: var(--uui-color-surface-emphasis);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-culture-switches": CultureSwitches;
  }
  interface HTMLElementEventMap {
    /** A culture is to be shown, or not any more. */
    "cd-culture": CustomEvent<string>;
  }
}
