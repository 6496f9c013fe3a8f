/** One user group: what its members see, where their part of the tree begins, and what they may do there. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { TreeReference, UserGroup, UserGroupBody } from "../../api/admin.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { submitOnEnter } from "../../shell/forms.js";
import { tell } from "../../shell/messages.js";
import { aliasFor } from "../alias.js";
import { EntityEditor } from "../entity-editor.js";
import { checkField, checkList, textField } from "../fields.js";
import "../sure-button.js";
import "./document-verbs.js";
import { type GroupDraft, type NodeVerbs, bodyOfGroup, draftOfGroup, newGroup } from "./group-draft.js";
import type { StartNodes } from "./start-nodes.js";
import "./start-nodes.js";
import { verbList } from "./verb-list.js";

/** What rights are made of, as the server knows it. */
interface Known {
  readonly sections: readonly string[];
  readonly trees: readonly TreeReference[];
  readonly verbs: readonly string[];
}

@customElement("cd-group-editor")
export class GroupEditor extends EntityEditor<UserGroup, GroupDraft> {
  protected override readonly path = "/user-group";
  protected override readonly address = ["users", "group"];
  protected override readonly fresh = newGroup;

  @state() private known: Known = { sections: [], trees: [], verbs: [] };

  readonly #session = this.select((state) => state.session);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#learn();
  }

  protected override draftOf(group: UserGroup): GroupDraft {
    return draftOfGroup(group);
  }

  protected override bodyOf(draft: GroupDraft): UserGroupBody {
    return bodyOfGroup(draft);
  }

  protected override heading(group: UserGroup | undefined): string {
    return group?.name ?? a("groups.add");
  }

  protected override form(shown: GroupDraft, group: UserGroup | undefined): TemplateResult {
    const set = (part: Partial<GroupDraft>): void => void (this.draft = { ...shown, ...part });
    const session = this.#session.value;
    const locked = !(session.kind === "signed-in" && session.user.isAdministrator);
    return html`<form novalidate @submit=${this.save} @keydown=${submitOnEnter}>
      ${locked ? html`<p class="quiet">${a("groups.administrators-only")}</p>` : nothing}
      ${this.refused(this.submission)}
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
        error: this.submission.error("name"),
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
        error: this.submission.error("alias"),
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
        error: this.submission.error("sections"),
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
        error: this.submission.error("trees"),
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
        error: this.submission.error("verbs"),
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
        .state=${this.submission.working ? "waiting" : undefined}
      ></uui-button>
      ${
        group && !group.isProtected
          ? html`<cd-sure-button
              label=${a("form.delete")}
              question=${a("groups.delete", { name: group.name })}
              consequence=${a("groups.delete-hint")}
              @cd-sure=${() => this.delete()}
            ></cd-sure-button>`
          : nothing
      }
    </div>`;
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
