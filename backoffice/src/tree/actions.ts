/** What can be done with a document in the tree: which actions its menu has, and what they do. */

import { type TreeItem, Verb } from "../api/model.js";
import { copy, createBlueprint, emptyBin, move, trash, verbsAt } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { hrefOf } from "../shell/router.js";
import { deleteFromBin, restoreFromBin } from "./bin.js";
import "./create-dialog.js";
import { tellCopied, tellMoved } from "./moved.js";
import { type PickDialog, placePicker } from "./pick-dialog.js";
import "./rename-dialog.js";
import "./sort-dialog.js";
import type { MenuRequest } from "./tree-view.js";

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
    const detail = hrefOf("content", key);
    this.host.dispatchEvent(new CustomEvent("cd-go", { detail, bubbles: true, composed: true }));
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
      tellMoved(this.host, dragged, target);
    } catch (error) {
      tell(this.#store, error);
    }
  }

  async emptyBin(): Promise<void> {
    await this.#confirm(t("bin.empty-question"), t("bin.for-good"), t("bin.empty"), () => emptyBin(this.#client));
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
      [Verb.Move, { label: t("bin.restore"), icon: "history", act: () => void restoreFromBin(this.host, node) }],
      [Verb.Delete, { label: t("bin.delete"), icon: "delete", act: () => void deleteFromBin(this.host, node) }],
    ];
  }

  async #rename(node: TreeItem): Promise<void> {
    const dialog = document.createElement("cd-rename-dialog");
    dialog.node = node;
    await ask(this.host, dialog);
  }

  async #move(node: TreeItem): Promise<void> {
    const dialog = this.#picker(t("tree.move-where", { name: node.name }), t("tree.move"));
    dialog.act = async ({ key }) => tellMessages(this.#store, (await move(this.#client, node.key, key)).messages);
    const target = await ask(this.host, dialog);
    if (target) tellMoved(this.host, node, target);
  }

  async #copy(node: TreeItem): Promise<void> {
    const dialog = this.#picker(t("tree.copy-where", { name: node.name }), t("tree.copy"));
    dialog.option = node.hasChildren ? t("tree.copy-all") : "";
    dialog.act = async (target) => {
      const made = await copy(this.#client, node.key, target.key, target.withOption);
      tellMessages(this.#store, made.messages);
      tellCopied(this.host, made, target);
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

  #picker(question: string, action: string): PickDialog {
    return placePicker(this.host, question, action);
  }

  async #confirm(question: string, consequence: string, action: string, act: () => Promise<unknown>): Promise<void> {
    const dialog = document.createElement("cd-confirm");
    await ask(this.host, Object.assign(dialog, { question, consequence, action, act, dangerous: true }));
  }

  get #client(): AppElement["services"]["client"] {
    return this.host.services.client;
  }

  get #store(): AppElement["services"]["store"] {
    return this.host.services.store;
  }
}
