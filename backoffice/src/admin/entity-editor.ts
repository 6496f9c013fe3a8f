/** What the editors of single things have in common: a form over what is stored, and what becomes of it meanwhile. */

import { type TemplateResult, html } from "lit";
import { property, state } from "lit/decorators.js";
import type { FieldError } from "../api/problem.js";
import { a } from "../i18n/admin/words.js";
import { become, go } from "../shell/going.js";
import { Unsaved, differs } from "../shell/leaving.js";
import { hrefOf } from "../shell/router.js";
import { SOMEBODY, type Touch } from "../store/entities.js";
import { Entity } from "./entity.js";
import { PageElement } from "./page-element.js";
import { Submission } from "./submission.js";

const NEW = "new";

export abstract class EntityEditor<Stored extends { readonly key: string }, Draft extends object> extends PageElement {
  /** The key of what is edited, or `new`. */
  @property() key = "";

  /** What its user has changed; without it the form shows what is stored. */
  @state() protected draft: Draft | undefined;

  /** The address below the management API, without the key. */
  protected abstract readonly path: string;
  /** The address of the list, as parts. */
  protected abstract readonly address: readonly string[];
  /** What a new one begins with. */
  protected abstract readonly fresh: Draft;
  protected abstract draftOf(stored: Stored): Draft;
  protected abstract bodyOf(draft: Draft): unknown;
  /** What stands above the form; nothing is stored of a new one. */
  protected abstract heading(stored: Stored | undefined): unknown;
  protected abstract form(shown: Draft, stored: Stored | undefined): TemplateResult;

  protected readonly entity = new Entity<Stored>(this, (key) => `${this.path}/${key}`);
  protected readonly submission = new Submission(this);
  /** What the draft began with: a save of it is refused when that is not what is stored any more. */
  #base: { readonly stored: Draft | undefined; readonly etag: string | undefined } | undefined;

  constructor() {
    super();
    new Unsaved(this, () => this.draft !== undefined && differs(this.draft, this.#stored ?? this.draft));
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("key") && this.entity.data?.key !== this.key) this.open();
    const { touch } = this.entity;
    if (touch && !touch.gone && this.draft === undefined && !this.submission.working) void this.entity.reload();
    if (this.draft === undefined || !this.#isOvertaken) this.#takeBase();
  }

  override render(): unknown {
    if (this.key === NEW) return html`${this.#head(undefined)} ${this.form(this.draft ?? this.fresh, undefined)}`;
    return this.opened(
      this.entity,
      (stored) => html`
        ${this.#head(stored)} ${this.overtaken(this.#touch, this.submission.stale, this.#showNewest)}
        ${this.form(this.draft ?? this.draftOf(stored), stored)}
      `,
    );
  }

  /** Begins with another one. */
  protected open(): void {
    this.#drop();
    this.entity.open(this.key === NEW ? "" : this.key);
  }

  /** What cannot even be sent. */
  protected faultsOf(_: Draft): readonly FieldError[] {
    return [];
  }

  /** A new one was made. */
  protected made(_: Stored): void {}

  /** Saves it. What is typed while that is on its way stays, and belongs to what is stored then. */
  protected readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { key, draft: sent } = this;
    const shown = sent ?? this.#stored;
    if (shown === undefined) return;
    const faults = this.faultsOf(shown);
    if (faults.length > 0) return this.submission.reject(faults);
    const { client } = this.services;
    const isNew = key === NEW;
    const [method, path] = isNew ? (["POST", this.path] as const) : (["PUT", `${this.path}/${key}`] as const);
    const options = { body: this.bodyOf(shown), ifMatch: isNew ? undefined : this.#base?.etag };
    const saved = await this.submission.send(() => client.send<Stored>(method, path, options), a("form.saved"));
    if (saved === undefined || key !== this.key) return;
    if (this.draft === sent) this.draft = undefined;
    this.entity.take(saved.data.key, saved);
    this.#takeBase();
    if (!isNew) return;
    this.key = saved.data.key;
    this.made(saved.data);
    become(this, hrefOf(...this.address, saved.data.key));
  };

  /** @param inTheWay what to say when something stands against it. */
  protected async delete(inTheWay?: string): Promise<void> {
    const work = async (): Promise<true> => (await this.services.client.delete(`${this.path}/${this.key}`), true);
    if (await this.submission.send(work, a("form.deleted"), inTheWay)) this.leave();
  }

  /** Goes to the list; what was changed is of no use any more. */
  protected readonly leave = (): void => {
    this.#drop();
    go(this, hrefOf(...this.address));
  };

  #head(stored: Stored | undefined): TemplateResult {
    return html`<div class="head">
      <h1>${this.heading(stored)}</h1>
      <a href=${hrefOf(...this.address)}>${a("form.back")}</a>
    </div>`;
  }

  /** What the form began with; nothing where there is no form. */
  get #stored(): Draft | undefined {
    if (this.key === NEW) return this.fresh;
    return this.entity.phase === "ready" && this.entity.data ? this.draftOf(this.entity.data) : undefined;
  }

  /** What others did that matters to the form. */
  get #touch(): Touch | undefined {
    const { touch } = this.entity;
    if (this.draft === undefined) return touch?.gone ? touch : undefined;
    return touch ?? (this.#isOvertaken ? SOMEBODY : undefined);
  }

  get #isOvertaken(): boolean {
    return this.entity.etag !== this.#base?.etag && differs(this.#stored, this.#base?.stored);
  }

  #takeBase(): void {
    this.#base = { stored: this.#stored, etag: this.entity.etag };
  }

  #drop(): void {
    this.draft = undefined;
    this.submission.forget();
  }

  readonly #showNewest = (): void => {
    this.#drop();
    void this.entity.reload();
  };
}
