/** Asks what is to be created: of which type, from which blueprint, under which names. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { DocumentTypeItem, Language } from "../api/model.js";
import {
  type BlueprintItem,
  type Place,
  allowedTypes,
  blueprintsOf,
  createDocument,
  createFromBlueprint,
} from "../api/structure.js";
import { languageName, t } from "../i18n/i18n.js";
import { Source } from "../live/events.js";
import { DialogElement } from "../shell/dialog.js";
import { tellMessages } from "../shell/messages.js";
import { hrefOf } from "../shell/router.js";
import { placeOfDocument } from "../store/notices.js";
import { iconOf } from "./state-of-node.js";

@customElement("cd-create-dialog")
export class CreateDialog extends DialogElement<string> {
  /** Below which document; the root without one. */
  parent: Place;
  /** What that is called. */
  @property() place = "";

  @state() private types: readonly DocumentTypeItem[] | undefined;
  @state() private languages: readonly Language[] = [];
  @state() private blueprints: readonly BlueprintItem[] = [];
  @state() private type: DocumentTypeItem | undefined;
  @state() private blueprint = "";
  @state() private names: Readonly<Record<string, string>> = {};
  /** Languages that are neither the default nor mandatory, and were asked for. */
  @state() private more: readonly string[] = [];

  #stop: (() => void) | undefined;
  #request = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = this.services.store.subscribe((_, action) => {
      const changed = action.type === "live/event" && action.event.eventSource === Source.Blueprint;
      const missed = action.type === "live/reset" || (action.type === "live/connected" && !action.whole);
      if (changed || missed) void this.#follow();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  override firstUpdated(): void {
    super.firstUpdated();
    void this.#load();
  }

  protected override heading(): string {
    return this.place ? t("create.below", { name: this.place }) : t("create.at-root");
  }

  protected override verb(): string {
    return t("create.action");
  }

  protected override ready(): boolean {
    return this.#named().length > 0;
  }

  protected override fields(): TemplateResult | typeof nothing {
    if (this.types === undefined) return this.waiting();
    if (this.types.length === 0) return this.#nothing();
    return html`
      <fieldset>
        <legend>${t("create.type")}</legend>
        ${this.types.map((type) => this.#type(type))}
      </fieldset>
      ${this.blueprints.length > 0 ? this.#blueprints() : nothing} ${this.#codes().map((code) => this.#name(code))}
      ${this.type?.variesByCulture && !this.blueprint ? this.#others() : nothing}
    `;
  }

  /** Why nothing can be created, and what to do about it for whoever may. */
  #nothing(): TemplateResult {
    const { session } = this.services.store.state;
    const mayMakeTypes = session.kind === "signed-in" && session.user.trees.includes("documentTypes");
    return html`<p>${this.parent === undefined ? t("create.nothing-at-root") : t("create.nothing")}</p>
      ${mayMakeTypes ? html`<p><a href=${hrefOf("settings", "document-type")}>${t("create.to-types")}</a></p>` : nothing}`;
  }

  protected override async answer(): Promise<string> {
    const { client, store } = this.services;
    const variants = this.#named();
    const created = this.blueprint
      ? await createFromBlueprint(client, this.blueprint, this.parent, variants[0]!.name)
      : await createDocument(client, this.type?.alias ?? "", this.parent, variants);
    tellMessages(store, created.messages, { place: placeOfDocument(created.key) });
    return created.key;
  }

  #type(type: DocumentTypeItem): TemplateResult {
    return html`<label class="inline">
      <input type="radio" name="type" .checked=${type === this.type} @change=${() => void this.#choose(type)} />
      <uui-icon name=${iconOf(type)}></uui-icon>
      <span>${type.name}${type.description ? html`<br /><small class="quiet">${type.description}</small>` : nothing}</span>
    </label>`;
  }

  #blueprints(): TemplateResult {
    return html`<label
      >${t("create.blueprint")}
      <select @change=${(event: Event) => (this.blueprint = (event.target as HTMLSelectElement).value)}>
        <option value="" .selected=${this.blueprint === ""}>${t("create.empty")}</option>
        ${this.blueprints.map(
          ({ key, name }) => html`<option value=${key} .selected=${key === this.blueprint}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  /** The languages in which it is named here; the empty one where it has one name. */
  #codes(): readonly string[] {
    if (this.type === undefined) return [];
    const codes = this.type.variesByCulture ? this.languages.filter((one) => this.#isAsked(one)).map(({ code }) => code) : [""];
    // A blueprint brings its own names in the other cultures.
    return this.blueprint ? codes.slice(0, 1) : codes;
  }

  /** The names that stand in the fields. */
  #named(): readonly { readonly culture: string | null; readonly name: string }[] {
    return this.#codes().flatMap((code) => {
      const name = this.names[code] ?? "";
      return name.trim() === "" ? [] : [{ culture: code || null, name }];
    });
  }

  #name(code: string): TemplateResult {
    return html`<label
      >${code ? t("editor.name-in", { language: languageName(code) }) : t("editor.name")}
      <input
        lang=${code}
        .value=${this.names[code] ?? ""}
        @input=${(event: Event) => (this.names = { ...this.names, [code]: (event.target as HTMLInputElement).value })}
      />
    </label>`;
  }

  #isAsked({ code, isDefault, isMandatory }: Language): boolean {
    return isDefault || isMandatory || this.more.includes(code);
  }

  /** The languages that can be named now, or later in the editor. */
  #others(): TemplateResult | typeof nothing {
    const others = this.languages.filter((one) => !this.#isAsked(one));
    if (others.length === 0) return nothing;
    return html`<select
      aria-label=${t("create.name-also")}
      @change=${(event: Event) => void this.#nameAlso(event.target as HTMLSelectElement)}
    >
      <option value="">${t("create.name-also")}</option>
      ${others.map(({ code }) => html`<option value=${code}>${languageName(code)}</option>`)}
    </select>`;
  }

  async #nameAlso(select: HTMLSelectElement): Promise<void> {
    const code = select.value;
    this.more = [...this.more, code];
    await this.updateComplete;
    select.value = "";
    this.renderRoot.querySelector<HTMLInputElement>(`input[lang="${code}"]`)?.focus();
  }

  async #load(): Promise<void> {
    const { client, languages } = this.services;
    try {
      const [types, known] = await Promise.all([allowedTypes(client, this.parent), languages.all()]);
      this.languages = [...known].sort((one, other) => Number(other.isDefault) - Number(one.isDefault));
      this.types = types;
      if (types.length === 1) await this.#choose(types[0]!);
    } catch (error) {
      this.failed(error);
    }
  }

  async #choose(type: DocumentTypeItem): Promise<void> {
    const typed = this.#named()[0]?.name;
    this.type = type;
    this.blueprint = "";
    this.blueprints = [];
    const [code] = this.#codes();
    if (typed !== undefined && code !== undefined) this.names = { ...this.names, [code]: this.names[code] || typed };
    await this.#follow();
  }

  /** Shows the blueprints that there are now; the chosen one stays chosen as long as it exists. */
  async #follow(): Promise<void> {
    const { type } = this;
    const request = ++this.#request;
    if (type === undefined) return;
    const found = await blueprintsOf(this.services.client, type.alias).catch(() => []);
    if (request !== this.#request) return; // A later answer knows more.
    this.blueprints = found;
    if (!found.some(({ key }) => key === this.blueprint)) this.blueprint = "";
  }

  static override styles = [
    DialogElement.styles,
    css`
      fieldset {
        display: grid;
        gap: var(--uui-size-space-3);
        border: 1px solid var(--uui-color-border);
        border-radius: 3px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-create-dialog": CreateDialog;
  }
}
