/** What can be done with a document: the bar below its fields. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Verb } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import "../shell/components.js";
import { ask, isAsking } from "../shell/dialog.js";
import { AppElement, shared } from "../shell/element.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tellDone, tellMessages } from "../shell/messages.js";
import { type OpenDocument, isDirty } from "../store/documents.js";
import "./cultures-dialog.js";
import { DocumentWriter } from "../api/documents.js";
import { bodyOf } from "./fields.js";
import type { DocumentKeeper } from "./keeper.js";
import "./schedule-dialog.js";

@customElement("cd-document-actions")
export class DocumentActions extends AppElement {
  @property({ attribute: false }) open!: OpenDocument & { readonly kind: "open" };
  @property({ attribute: false }) keeper!: DocumentKeeper;
  /** The cultures that are on the screen: those that one most likely means. */
  @property({ attribute: false }) shown: readonly string[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#shortcut);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#shortcut);
  }

  override render(): TemplateResult {
    const { document } = this.open.base;
    if (document.trashed) return html`<footer><p>${t("editor.in-bin")}</p></footer>`;
    const waiting = this.open.saving ? "waiting" : undefined;
    const more = this.#more();
    return html`<footer>
      ${isDirty(this.open) ? html`<p>${t("editor.unsaved")}</p>` : nothing}
      ${more.length > 0
        ? html`<uui-button
            look="outline"
            label=${t("editor.more")}
            @click=${(event: Event) => this.#openMore(event.currentTarget as HTMLElement, more)}
          ></uui-button>`
        : nothing}
      ${this.#may(Verb.Update)
        ? html`<uui-button look="secondary" label=${t("editor.save")} .state=${waiting} @click=${this.#save}></uui-button>`
        : nothing}
      ${this.#may(Verb.Update) && this.#may(Verb.Publish)
        ? html`<uui-button
            look="primary"
            label=${t("editor.save-and-publish")}
            .state=${waiting}
            @click=${() => void this.#saveAndPublish()}
          ></uui-button>`
        : nothing}
    </footer>`;
  }

  #may(verb: string): boolean {
    return this.open.base.document.allowedActions.includes(verb);
  }

  #openMore(button: HTMLElement, items: readonly MenuItem[]): void {
    const { left, top } = button.getBoundingClientRect();
    openMenu(this, t("editor.more"), items, left, top);
  }

  #more(): readonly MenuItem[] {
    const { document } = this.open.base;
    const item = (allowed: boolean, label: string, icon: string, act: () => void): readonly MenuItem[] =>
      allowed ? [{ label, icon, act }] : [];
    return [
      ...item(this.#may(Verb.Publish), t("editor.publish-branch"), "list", () => void this.#publishBranch()),
      ...item(this.#may(Verb.Unpublish) && document.published, t("editor.unpublish"), "unsee", () => void this.#unpublish()),
      ...item(this.#may(Verb.Publish), t("editor.schedule"), "calendar", () => void this.#schedule()),
      ...item(this.#may(Verb.SendToPublish) && !this.#may(Verb.Publish), t("editor.send"), "send", () => void this.#send()),
    ];
  }

  readonly #shortcut = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (isAsking() || !this.#may(Verb.Update)) return;
    if (isDirty(this.open)) void this.#save();
    else tellDone(this.services.store, t("editor.nothing-to-save"));
  };

  readonly #save = async (): Promise<void> => {
    const { key } = this.open.base.document;
    const draft = bodyOf(this.open.edits);
    if (await this.keeper.write(key, (writer) => writer.save(draft))) tellDone(this.services.store, t("editor.saved"));
  };

  async #saveAndPublish(): Promise<void> {
    const { key } = this.open.base.document;
    const draft = bodyOf(this.open.edits);
    const cultures = await this.#askCultures(t("editor.publish"), this.#written());
    if (cultures === undefined) return;
    const done = await this.keeper.write(key, (writer) => writer.saveAndPublish(draft, cultures));
    if (done) tellDone(this.services.store, t("editor.published"));
  }

  async #unpublish(): Promise<void> {
    const { document } = this.open.base;
    const live = document.variants.filter(({ state }) => state.startsWith("published"));
    const cultures = await this.#askCultures(t("editor.unpublish"), culturesOf(live), true);
    if (cultures === undefined) return;
    const done = await this.keeper.write(document.key, (writer) => writer.unpublish(cultures));
    if (done) tellDone(this.services.store, t("editor.unpublished"));
  }

  async #publishBranch(): Promise<void> {
    const { base } = this.open;
    const dialog = this.#culturesDialog(t("editor.publish-branch"), this.#written());
    dialog.branch = true;
    dialog.act = async ({ cultures, filter }) => {
      const writer = new DocumentWriter(this.services.client, base.document.key, base.etag);
      const { items, messages } = await writer.publishBranch(cultures, filter);
      const failed = items.filter(({ success }) => !success);
      tellMessages(this.services.store, messages);
      tellDone(this.services.store, t("publish.branch-done", { count: items.length - failed.length, left: failed.length }));
    };
    await ask(this, dialog);
  }

  async #schedule(): Promise<void> {
    const { document: shown } = this.open.base;
    const dialog = document.createElement("cd-schedule-dialog");
    dialog.cultures = shown.variants.map(({ culture }) => culture);
    dialog.schedule = shown.schedule;
    const schedule = await ask(this, dialog);
    if (schedule === undefined) return;
    const done = await this.keeper.write(shown.key, (writer) => writer.schedule(schedule));
    if (done) tellDone(this.services.store, t("schedule.done"));
  }

  async #send(): Promise<void> {
    const { key } = this.open.base.document;
    const done = await this.keeper.write(key, (writer) => writer.sendToPublication());
    if (done) tellDone(this.services.store, t("editor.sent"));
  }

  /** Asks which cultures are meant, unless there is only one answer. */
  async #askCultures(question: string, cultures: readonly string[], always = false): Promise<readonly string[] | undefined> {
    if (cultures.length < 2 && !always) return cultures.length === 0 ? ["*"] : cultures;
    const dialog = this.#culturesDialog(question, cultures);
    dialog.dangerous = always;
    return (await ask(this, dialog))?.cultures;
  }

  #culturesDialog(question: string, cultures: readonly string[]): HTMLElementTagNameMap["cd-cultures-dialog"] {
    const dialog = document.createElement("cd-cultures-dialog");
    const onScreen = cultures.filter((culture) => this.shown.includes(culture));
    Object.assign(dialog, { question, action: question, cultures, chosen: onScreen.length > 0 ? onScreen : cultures });
    return dialog;
  }

  /** The cultures that have a name, with what was changed here. */
  #written(): readonly string[] {
    const { variants } = this.open.base.document;
    return culturesOf(
      variants.filter(({ culture, name }) => {
        const field = `name[${culture}]`;
        return field in this.open.edits ? Boolean(this.open.edits[field]) : Boolean(name);
      }),
    );
  }

  static override styles = [
    shared,
    css`
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: var(--uui-size-space-3);
        min-height: 54px;
        padding: var(--uui-size-space-3) var(--uui-size-space-5);
        background: var(--uui-color-surface);
        border-top: 1px solid var(--uui-color-border);
      }

      p {
        flex: 1;
        margin: 0;
      }
    `,
  ];
}

function culturesOf(variants: readonly { readonly culture: string | null }[]): readonly string[] {
  return variants.flatMap(({ culture }) => (culture === null ? [] : [culture]));
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-document-actions": DocumentActions;
  }
}
