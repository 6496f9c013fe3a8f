/** What can be done with a document: the bar below its fields. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Verb } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import { ask } from "../shell/dialog.js";
import type { MenuItem } from "../shell/menu.js";
import { tellMessages } from "../shell/messages.js";
import { ActionBar } from "./action-bar.js";
import "./cultures-dialog.js";
import type { BranchAnswer } from "../api/documents.js";
import { isDirty } from "../store/documents.js";
import { bodyOf } from "../store/fields.js";
import "./schedule-dialog.js";

@customElement("cd-document-actions")
export class DocumentActions extends ActionBar {
  /** The cultures that are on the screen: those that one most likely means. */
  @property({ attribute: false }) shown: readonly string[] = [];

  protected override maySave(): boolean {
    return this.#may(Verb.Update);
  }

  protected override further(): TemplateResult | typeof nothing {
    if (!this.#may(Verb.Update) || !this.#may(Verb.Publish)) return nothing;
    return html`<uui-button
      look="primary"
      label=${t("editor.save-and-publish")}
      .state=${this.waiting}
      @click=${() => void this.#saveAndPublish()}
    ></uui-button>`;
  }

  protected override more(): readonly MenuItem[] {
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

  #may(verb: string): boolean {
    return this.open.base.document.allowedActions.includes(verb);
  }

  async #saveAndPublish(): Promise<void> {
    if (this.isStopped()) return;
    const { key } = this.open.base.document;
    const cultures = await this.#askCultures(t("editor.publish"), this.#written());
    if (cultures === undefined) return;
    const done = await this.save((writer, draft) => writer.saveAndPublish(draft, cultures), key);
    if (done) this.told(key, t("editor.published"));
  }

  async #unpublish(): Promise<void> {
    const { document } = this.open.base;
    const live = document.variants.filter(({ state }) => state.startsWith("published"));
    const cultures = await this.#askCultures(t("editor.unpublish"), culturesOf(live), true);
    if (cultures === undefined) return;
    const done = await this.keeper.write(document.key, (writer) => writer.unpublish(cultures));
    if (done) this.told(document.key, t("editor.unpublished"));
  }

  async #publishBranch(): Promise<void> {
    if (this.isStopped()) return;
    const { key } = this.open.base.document;
    const dialog = this.#culturesDialog(t("editor.publish-branch"), this.#written());
    dialog.branch = true;
    dialog.savesFirst = isDirty(this.open);
    dialog.act = async ({ cultures, filter }) => {
      await this.#saveChanges(key);
      await this.keeper.attempt(key, async (writer) => {
        this.#tellBranch(key, await writer.publishBranch(cultures, filter));
        return this.keeper.read(key);
      });
    };
    await ask(this, dialog);
  }

  #tellBranch(key: string, { items, messages }: BranchAnswer): void {
    const failed = items.filter(({ success }) => !success);
    tellMessages(this.services.store, messages, this.keeper.about(key));
    this.told(key, t("publish.branch-done", { count: items.length - failed.length, left: failed.length }));
  }

  /** Saves what was changed, for what works with the saved draft. */
  async #saveChanges(key: string): Promise<void> {
    const { edits } = this.open;
    if (isDirty(this.open)) await this.keeper.attempt(key, (writer) => writer.save(bodyOf(edits)), edits);
  }

  async #schedule(): Promise<void> {
    const { key, variants } = this.open.base.document;
    const dialog = document.createElement("cd-schedule-dialog");
    dialog.cultures = variants.map(({ culture }) => culture);
    dialog.seen = this.open.base;
    dialog.newest = () => {
      const known = this.services.store.state.documents[key];
      return known?.kind === "open" ? known.base : dialog.seen;
    };
    // Dates that somebody else set meanwhile are not to be written over unseen.
    dialog.act = (schedule, etag) => this.keeper.attempt(key, (writer) => writer.schedule(schedule), {}, etag);
    if (await ask(this, dialog)) this.told(key, t("schedule.done"));
  }

  async #send(): Promise<void> {
    const { key } = this.open.base.document;
    if (this.isStopped()) return;
    if (isDirty(this.open) && !(await this.save((writer, draft) => writer.save(draft), key))) return;
    const done = await this.keeper.write(key, (writer) => writer.sendToPublication());
    if (done) this.told(key, t("editor.sent"));
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
}

function culturesOf(variants: readonly { readonly culture: string | null }[]): readonly string[] {
  return variants.flatMap(({ culture }) => (culture === null ? [] : [culture]));
}

declare global {
  interface HTMLElementEventMap {
    /** Something is wrong with a field, which is to be shown. */
    "cd-fault": CustomEvent<undefined>;
  }

  interface HTMLElementTagNameMap {
    "cd-document-actions": DocumentActions;
  }
}
