/** What can be done with a document in the tree: which actions its menu has, and what they do. */

import { type TreeItem, Verb } from "../api/model.js";
import { verbsAt } from "../api/rights.js";
import { copy, createBlueprint, emptyBin, trash } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { fetchCode } from "../shell/lazy.js";
import { type MenuItem, openMenu } from "../shell/menu.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { deleteFromBin, isOpen, leaveFor, restoreFromBin } from "./bin.js";
import "./create-dialog.js";
import { moveBelow, tellCopied } from "./moved.js";
import { type PickDialog, placePicker } from "./pick-dialog.js";
import "./rename-dialog.js";
import "./sort-dialog.js";
import type { Drop } from "./drop.js";
import { Ordering } from "./ordering.js";
import type { KeyActRequest, MenuRequest } from "./tree-view.js";

export class TreeActions {
  readonly #order: Ordering;

  /** @param say says something to those who hear the page. */
  constructor(
    private readonly host: AppElement,
    say: (words: string) => void,
  ) {
    this.#order = new Ordering(host, say);
  }

  /** Opens the menu of a document, or of the recycle bin, with what the user may do there. */
  async menu({ node, x, y }: MenuRequest): Promise<void> {
    if (node === undefined) {
      openMenu(this.host, t("tree.bin"), [{ label: t("bin.empty"), icon: "delete", act: () => void this.emptyBin() }], x, y);
      return;
    }
    try {
      const verbs = await verbsAt(this.#client, node.key);
      const items = (node.trashed ? this.#inBin(node) : this.#inTree(node)).filter(([needed]) =>
        [needed].flat().every((verb) => verbs.includes(verb)),
      );
      openMenu(this.host, t("tree.actions", { name: node.name }), items.map(([, item]) => item), x, y);
    } catch (error) {
      tell(this.#store, error);
    }
  }

  /** Does what a key asks for, where the user may do that. */
  async byKey({ node, act }: KeyActRequest): Promise<void> {
    const verb = act === "rename" ? Verb.Update : Verb.Delete;
    try {
      const verbs = await verbsAt(this.#client, node.key);
      if (!verbs.includes(verb) || (act === "rename" && node.trashed)) return;
    } catch (error) {
      return tell(this.#store, error);
    }
    if (act === "rename") await this.#rename(node);
    else await (node.trashed ? deleteFromBin(this.host, node) : this.#trash(node));
  }

  async create(parent: TreeItem | undefined): Promise<void> {
    const dialog = document.createElement("cd-create-dialog");
    dialog.parent = parent?.key;
    dialog.place = parent?.name ?? "";
    const key = await ask(this.host, dialog);
    if (key === undefined) return;
    if (parent) this.#store.dispatch({ type: "tree/expanded", keys: [parent.key] });
    leaveFor(this.host, key);
  }

  /** Asks for a folder, and shows how far its import is. */
  async importBelow(parent: TreeItem | undefined): Promise<void> {
    try {
      const code = await fetchCode(() => import("../importing/import-dialog.js"));
      const key = await code?.askForFolder(this.host, parent);
      if (key !== undefined && parent) this.#store.dispatch({ type: "tree/expanded", keys: [parent.key] });
      if (key !== undefined) this.#store.dispatch({ type: "import/opened", key });
    } catch (error) {
      tell(this.#store, error);
    }
  }

  async sort(parent: TreeItem | undefined): Promise<void> {
    const dialog = document.createElement("cd-sort-dialog");
    dialog.parent = parent?.key;
    dialog.place = parent?.name ?? "";
    await ask(this.host, dialog);
  }

  /** Puts a document where it was dropped: below another one, beside one, or in the recycle bin. */
  async drop(dragged: TreeItem, drop: Drop): Promise<void> {
    if (drop.kind === "beside") return this.#order.place(dragged, drop);
    if (drop.target === undefined) return this.#trash(dragged);
    try {
      await moveBelow(this.host, dragged, drop.target);
    } catch (error) {
      tell(this.#store, error);
    }
  }

  /** Puts a document one step up or down. */
  step(node: TreeItem, step: -1 | 1): void {
    void this.#order.step(node, step);
  }

  async emptyBin(): Promise<void> {
    await this.#confirm(t("bin.empty-question"), t("bin.for-good"), t("bin.empty"), async () => {
      const isLeft = isOpen(this.#store, ({ trashed }) => trashed);
      await emptyBin(this.#client);
      if (isLeft) leaveFor(this.host, undefined);
      tellDone(this.#store, t("bin.emptied"));
    });
  }

  #inTree(node: TreeItem): readonly (readonly [string | readonly string[], MenuItem])[] {
    return [
      [Verb.Create, { label: t("tree.create"), icon: "add", act: () => void this.create(node) }],
      [
        [Verb.Create, Verb.Update],
        { label: t("tree.import"), icon: "import", act: () => void this.importBelow(node) },
      ],
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
    const dialog = this.#picker(t("tree.move-where", { name: node.name }), t("tree.move"), node);
    dialog.refuses = ({ path }) => `${path},`.startsWith(`${node.path},`);
    dialog.act = (target) => moveBelow(this.host, node, target);
    await ask(this.host, dialog);
  }

  async #copy(node: TreeItem): Promise<void> {
    const dialog = this.#picker(t("tree.copy-where", { name: node.name }), t("tree.copy"), node);
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

  #picker(question: string, action: string, node: TreeItem): PickDialog {
    return placePicker(this.host, question, action, node.typeAlias);
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
