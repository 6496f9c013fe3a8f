/** One user group: what its members see, where their part of the tree begins, and what they may do there. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TreeReference, UserGroup } from "../../api/admin.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { submitOnEnter } from "../../shell/forms.js";
import { Unsaved, differs } from "../../shell/leaving.js";
import { hrefOf } from "../../shell/router.js";
import { tell } from "../../shell/messages.js";
import { aliasFor } from "../alias.js";
import { Entity } from "../entity.js";
import { checkField, checkList, textField } from "../fields.js";
import { PageElement } from "../page-element.js";
import { Submission } from "../submission.js";
import "../sure-button.js";
import "./document-verbs.js";
import { type GroupDraft, type NodeVerbs, bodyOfGroup, draftOfGroup, newGroup } from "./group-draft.js";
import type { StartNodes } from "./start-nodes.js";
import "./start-nodes.js";
import { verbList } from "./verb-list.js";

const NEW = "new";

/** What rights are made of, as the server knows it. */
interface Known {
  readonly sections: readonly string[];
  readonly trees: readonly TreeReference[];
  readonly verbs: readonly string[];
}

@customElement("cd-group-editor")
export class GroupEditor extends PageElement {
  /** The key of the group, or `new`. */
  @property() key = "";

  @state() private draft: GroupDraft | undefined;
  @state() private known: Known = { sections: [], trees: [], verbs: [] };

  readonly #group = new Entity<UserGroup>(this, (key) => `/user-group/${key}`);
  readonly #submission = new Submission(this);
  readonly #session = this.select((state) => state.session);

  constructor() {
    super();
    new Unsaved(this, () => this.draft !== undefined && differs(this.draft, this.#stored()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#learn();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("key") && this.#group.data?.key !== this.key) {
      this.draft = undefined;
      this.#submission.forget();
      this.#group.open(this.key === NEW ? "" : this.key);
    }
    const { touch } = this.#group;
    if (touch && !touch.gone && this.draft === undefined && !this.#submission.working) void this.#group.reload();
  }

  override render(): unknown {
    if (this.key === NEW) return html`${this.#head(a("groups.add"))} ${this.#form(newGroup, undefined)}`;
    return this.opened(
      this.#group,
      (group) => html`
        ${this.#head(group.name)}
        ${this.overtaken(this.draft || this.#group.touch?.gone ? this.#group.touch : undefined, this.#submission.stale, this.#reload)}
        ${this.#form(draftOfGroup(group), group)}
      `,
    );
  }

  #head(title: string): TemplateResult {
    return html`<div class="head">
      <h1>${title}</h1>
      <a href=${hrefOf("users", "group")}>${a("form.back")}</a>
    </div>`;
  }

  #form(stored: GroupDraft, group: UserGroup | undefined): TemplateResult {
    const shown = this.draft ?? stored;
    const set = (part: Partial<GroupDraft>): void => void (this.draft = { ...shown, ...part });
    const session = this.#session.value;
    const locked = !(session.kind === "signed-in" && session.user.isAdministrator);
    return html`<form novalidate @submit=${(event: Event) => this.#save(event, shown)} @keydown=${submitOnEnter}>
      ${locked ? html`<p class="quiet">${a("groups.administrators-only")}</p>` : nothing}
      ${this.refused(this.#submission)}
      <section class="box">${this.#names(shown, group, locked, set)}</section>
      <section class="box pair">${this.#sections(shown, locked, set)}</section>
      <section class="box fields">${this.#places(shown, locked, set)}</section>
      <section class="box fields">${this.#verbs(shown, locked, set)}</section>
      ${locked ? nothing : this.#actions(group)}
    </form>`;
  }

  #names(
    shown: GroupDraft,
    group: UserGroup | undefined,
    locked: boolean,
    set: (part: Partial<GroupDraft>) => void,
  ): TemplateResult {
    const proposed = group === undefined && shown.alias === aliasFor(shown.name);
    return html`<div class="pair">
      ${textField({
        id: "name",
        label: a("groups.name"),
        required: true,
        value: shown.name,
        disabled: locked,
        error: this.#submission.error("name"),
        change: (name) => set({ name, ...(proposed ? { alias: aliasFor(name) } : {}) }),
      })}
      ${textField({
        id: "alias",
        label: a("groups.alias"),
        hint: a(group?.isProtected ? "groups.protected" : "groups.alias-hint"),
        required: true,
        code: true,
        value: shown.alias,
        disabled: locked || (group?.isProtected ?? false),
        error: this.#submission.error("alias"),
        change: (alias) => set({ alias }),
      })}
    </div>`;
  }

  #sections(shown: GroupDraft, locked: boolean, set: (part: Partial<GroupDraft>) => void): TemplateResult {
    const { sections, trees } = this.known;
    const comesAlong = (tree: TreeReference): boolean => shown.sections.includes(tree.section);
    return html`
      ${checkList({
        id: "sections",
        label: a("groups.sections"),
        hint: a("groups.sections-hint"),
        value: shown.sections,
        disabled: locked,
        options: [...new Set([...sections, ...shown.sections])].map((value) => ({
          value,
          label: wordFor("section", value),
        })),
        error: this.#submission.error("sections"),
        change: (value) => set({ sections: value }),
      })}
      ${checkList({
        id: "trees",
        label: a("groups.trees"),
        hint: a("groups.trees-hint"),
        value: shown.trees,
        disabled: locked,
        options: trees
          .filter((tree) => !comesAlong(tree))
          .map(({ alias }) => ({ value: alias, label: wordFor("tree", alias) })),
        error: this.#submission.error("trees"),
        change: (value) => set({ trees: value }),
      })}
    `;
  }

  #places(shown: GroupDraft, locked: boolean, set: (part: Partial<GroupDraft>) => void): TemplateResult {
    return html`
      <cd-start-nodes
        .value=${{ root: shown.root, nodes: shown.nodes }}
        hint=${a("groups.nodes-hint")}
        ?disabled=${locked}
        @cd-start-nodes=${({ detail }: CustomEvent<StartNodes>) => set(detail)}
      ></cd-start-nodes>
      ${checkField({
        id: "media",
        label: a("groups.media-root"),
        value: shown.mediaRoot,
        disabled: locked,
        change: (mediaRoot) => set({ mediaRoot }),
      })}
    `;
  }

  #verbs(shown: GroupDraft, locked: boolean, set: (part: Partial<GroupDraft>) => void): TemplateResult {
    return html`
      ${verbList({
        id: "verbs",
        label: a("verbs.title"),
        hint: a("verbs.hint"),
        value: shown.verbs,
        known: this.known.verbs,
        disabled: locked,
        error: this.#submission.error("verbs"),
        change: (verbs) => set({ verbs }),
      })}
      <h2>${a("verbs.exceptions")}</h2>
      <p class="hint">${a("verbs.exceptions-hint")}</p>
      <cd-document-verbs
        .value=${shown.documentVerbs}
        .usual=${shown.verbs}
        .known=${this.known.verbs}
        ?disabled=${locked}
        @cd-document-verbs=${({ detail }: CustomEvent<readonly NodeVerbs[]>) => set({ documentVerbs: detail })}
      ></cd-document-verbs>
    `;
  }

  #actions(group: UserGroup | undefined): TemplateResult {
    return html`<div class="actions">
      <uui-button
        type="submit"
        look="primary"
        label=${a(group ? "form.save" : "groups.create")}
        .state=${this.#submission.working ? "waiting" : undefined}
      ></uui-button>
      ${
        group && !group.isProtected
          ? html`<cd-sure-button
              label=${a("form.delete")}
              question=${a("groups.delete", { name: group.name })}
              consequence=${a("groups.delete-hint")}
              @cd-sure=${this.#delete}
            ></cd-sure-button>`
          : nothing
      }
    </div>`;
  }

  /** What the form began with; its own draft when there is no form. */
  #stored(): GroupDraft | undefined {
    if (this.key === NEW) return newGroup;
    return this.#group.phase === "ready" && this.#group.data ? draftOfGroup(this.#group.data) : this.draft;
  }

  readonly #reload = (): void => {
    this.draft = undefined;
    this.#submission.forget();
    void this.#group.reload();
  };

  readonly #delete = async (): Promise<void> => {
    const done = await this.#submission.send(
      async () => (await this.services.client.delete(`/user-group/${this.key}`), true),
      a("form.deleted"),
    );
    if (!done) return;
    this.draft = undefined;
    this.go(hrefOf("users", "group"));
  };

  async #save(event: Event, shown: GroupDraft): Promise<void> {
    event.preventDefault();
    const { client } = this.services;
    const isNew = this.key === NEW;
    const [method, path] = isNew ? (["POST", "/user-group"] as const) : (["PUT", `/user-group/${this.key}`] as const);
    const options = { body: bodyOfGroup(shown), ifMatch: isNew ? undefined : this.#group.etag };
    const saved = await this.#submission.send(() => client.send<UserGroup>(method, path, options), a("form.saved"));
    if (saved === undefined) return;
    this.draft = undefined;
    this.#group.take(saved.data.key, saved);
    this.key = saved.data.key;
    if (isNew) this.go(hrefOf("users", "group", saved.data.key));
  }

  async #learn(): Promise<void> {
    const { client, store } = this.services;
    try {
      const [sections, trees, verbs] = await Promise.all([
        client.get<readonly { readonly alias: string }[]>("/section"),
        client.get<readonly TreeReference[]>("/tree"),
        client.get<readonly { readonly alias: string }[]>("/permission/verbs"),
      ]);
      this.known = { sections: sections.map(aliasOf), trees, verbs: verbs.map(aliasOf) };
    } catch (error) {
      tell(store, error);
    }
  }
}

function aliasOf({ alias }: { readonly alias: string }): string {
  return alias;
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-group-editor": GroupEditor;
  }
}
