/** What can be done with a document in the tree: which actions its menu has, and what they do. */

import { type DocumentAnswer, type TreeItem, Verb } from "../api/model.js";
import { Problem } from "../api/problem.js";
import {
  copy,
  createBlueprint,
  deleteForGood,
  emptyBin,
  move,
  restore,
  trash,
  verbsAt,
} from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { hrefOf, partsOf } from "../shell/router.js";
import "./create-dialog.js";
import "./pick-dialog.js";
import "./rename-dialog.js";
import "./sort-dialog.js";
import type { MenuRequest } from "./tree-view.js";

const CONFLICT = 409;

export class TreeActions {
  constructor(private readonly host: AppElement) {}

  /** Opens the menu of a document, or of the recycle bin, with what the user may do there. */
  async menu({ node, x, y }: MenuRequest): Promise<void> {
    if (node === undefined) {
      openMenu(this.host, t("tree.bin"), [{ label: t("bin.empty"), icon: "delete", act: () => void this.emptyBin() }], x, y);
      return;
    }
    try {
      const verbs = await verbsAt(this.#client, node.key);
      const items = (node.trashed ? this.#inBin(node) : this.#inTree(node)).filter(([verb]) => verbs.includes(verb));
      openMenu(this.host, t("tree.actions", { name: node.name }), items.map(([, item]) => item), x, y);
    } catch (error) {
      tell(this.#store, error);
    }
  }

  async create(parent: TreeItem | undefined): Promise<void> {
    const dialog = document.createElement("cd-create-dialog");
    dialog.parent = parent?.key;
    dialog.place = parent?.name ?? "";
    const key = await ask(this.host, dialog);
    if (key === undefined) return;
    if (parent) this.#store.dispatch({ type: "tree/expanded", keys: [parent.key] });
    this.#go(key);
  }

  async sort(parent: TreeItem | undefined): Promise<void> {
    const dialog = document.createElement("cd-sort-dialog");
    dialog.parent = parent?.key;
    dialog.place = parent?.name ?? "";
    await ask(this.host, dialog);
  }

  /** Puts a document below another one, or in the recycle bin. */
  async drop(dragged: TreeItem, target: TreeItem | undefined): Promise<void> {
    if (target === undefined) return this.#trash(dragged);
    try {
      tellMessages(this.#store, (await move(this.#client, dragged.key, target.key)).messages);
    } catch (error) {
      tell(this.#store, error);
    }
  }

  async emptyBin(): Promise<void> {
    await this.#confirm(t("bin.empty-question"), t("bin.for-good"), t("bin.empty"), async () => {
      const isOpen = this.#isOpen(({ trashed }) => trashed);
      await emptyBin(this.#client);
      if (isOpen) this.#go(undefined);
      tellDone(this.#store, t("bin.emptied"));
    });
  }

  #inTree(node: TreeItem): readonly (readonly [string, MenuItem])[] {
    return [
      [Verb.Create, { label: t("tree.create"), icon: "add", act: () => void this.create(node) }],
      [Verb.Update, { label: t("tree.rename"), icon: "edit", act: () => void this.#rename(node) }],
      [Verb.Copy, { label: t("tree.copy"), icon: "copy", act: () => void this.#copy(node) }],
      [Verb.Move, { label: t("tree.move"), icon: "folder", act: () => void this.#move(node) }],
      [Verb.Sort, { label: t("tree.sort"), icon: "drag", act: () => void this.sort(node) }],
      [Verb.CreateBlueprint, { label: t("tree.blueprint"), icon: "clipboard", act: () => void this.#blueprint(node) }],
      [Verb.Delete, { label: t("tree.trash"), icon: "trash", act: () => void this.#trash(node) }],
    ];
  }

  #inBin(node: TreeItem): readonly (readonly [string, MenuItem])[] {
    return [
      [Verb.Move, { label: t("bin.restore"), icon: "history", act: () => void this.#restore(node) }],
      [Verb.Delete, { label: t("bin.delete"), icon: "delete", act: () => void this.#delete(node) }],
    ];
  }

  async #rename(node: TreeItem): Promise<void> {
    const dialog = document.createElement("cd-rename-dialog");
    dialog.node = node;
    await ask(this.host, dialog);
  }

  async #move(node: TreeItem): Promise<void> {
    const dialog = this.#picker(t("tree.move-where", { name: node.name }), t("tree.move"), node);
    dialog.refuses = ({ path }) => `${path},`.startsWith(`${node.path},`);
    dialog.act = async ({ key }) => tellMessages(this.#store, (await move(this.#client, node.key, key)).messages);
    await ask(this.host, dialog);
  }

  async #copy(node: TreeItem): Promise<void> {
    const dialog = this.#picker(t("tree.copy-where", { name: node.name }), t("tree.copy"), node);
    dialog.option = node.hasChildren ? t("tree.copy-all") : "";
    dialog.act = async ({ key, withOption }) => {
      tellMessages(this.#store, (await copy(this.#client, node.key, key, withOption)).messages);
    };
    await ask(this.host, dialog);
  }

  async #trash(node: TreeItem): Promise<void> {
    await this.#confirm(t("tree.trash-question", { name: node.name }), t("tree.trash-means"), t("tree.trash"), async () =>
      tellMessages(this.#store, (await trash(this.#client, node.key)).messages),
    );
  }

  async #blueprint(node: TreeItem): Promise<void> {
    try {
      await createBlueprint(this.#client, node.key, node.name);
      tellDone(this.#store, t("tree.blueprint-done", { name: node.name }));
    } catch (error) {
      tell(this.#store, error);
    }
  }

  /** Puts it back where it was; when that is gone, asks for another place. */
  async #restore(node: TreeItem): Promise<void> {
    try {
      tellMessages(this.#store, (await restore(this.#client, node.key)).messages);
    } catch (error) {
      if (!(error instanceof Problem && error.status === CONFLICT)) return tell(this.#store, error);
      const dialog = this.#picker(t("bin.restore-where", { name: node.name }), t("bin.restore"), node);
      dialog.act = ({ key }) => restore(this.#client, node.key, { parent: key });
      await ask(this.host, dialog);
    }
  }

  async #delete(node: TreeItem): Promise<void> {
    await this.#confirm(t("bin.delete-question", { name: node.name }), t("bin.for-good"), t("bin.delete"), async () => {
      const isOpen = this.#isOpen(({ path }) => `${path},`.startsWith(`${node.path},`));
      await deleteForGood(this.#client, node.key);
      if (isOpen) this.#go(node.parentKey ?? undefined);
      tellDone(this.#store, t("bin.deleted", { name: node.name }));
    });
  }

  /** Whether such a document is open: when it is deleted, one is to be elsewhere. */
  #isOpen(isSuch: (document: DocumentAnswer) => boolean): boolean {
    const [section, key] = partsOf(location.pathname);
    const open = section === "content" && key !== undefined ? this.#store.state.documents[key] : undefined;
    return open?.kind === "open" && isSuch(open.base.document);
  }

  #go(key: string | undefined): void {
    const detail = key === undefined ? hrefOf("content") : hrefOf("content", key);
    this.host.dispatchEvent(new CustomEvent("cd-go", { detail, bubbles: true, composed: true }));
  }

  #picker(question: string, action: string, { typeAlias }: TreeItem): HTMLElementTagNameMap["cd-pick-dialog"] {
    const dialog = document.createElement("cd-pick-dialog");
    return Object.assign(dialog, { question, action, type: typeAlias, rootAllowed: this.#mayUseRoot });
  }

  async #confirm(question: string, consequence: string, action: string, act: () => Promise<unknown>): Promise<void> {
    const dialog = document.createElement("cd-confirm");
    await ask(this.host, Object.assign(dialog, { question, consequence, action, act, dangerous: true }));
  }

  get #mayUseRoot(): boolean {
    const { session } = this.#store.state;
    return session.kind === "signed-in" && session.user.hasDocumentRootAccess;
  }

  get #client(): AppElement["services"]["client"] {
    return this.host.services.client;
  }

  get #store(): AppElement["services"]["store"] {
    return this.host.services.store;
  }
}
