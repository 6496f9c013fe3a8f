/** What is done with blueprints and their folders: each asks first, does it, and says what handlers had to say. */

import { deleteBlueprint, deleteFolder, moveToFolder } from "../../api/blueprints.js";
import { Problem } from "../../api/problem.js";
import { a } from "../../i18n/admin/words.js";
import "../../shell/confirm.js";
import { ask } from "../../shell/dialog.js";
import type { AppElement } from "../../shell/element.js";
import { go } from "../../shell/going.js";
import { tellDone, tellMessages } from "../../shell/messages.js";
import { hrefOf } from "../../shell/router.js";
import "./dialogs.js";

export const ADDRESS = ["settings", "blueprint"] as const;

const CONFLICT = 409;

interface Named {
  readonly key: string;
  readonly name: string;
}

export class BlueprintCommands {
  constructor(private readonly host: AppElement) {}

  async create(): Promise<void> {
    const key = await ask(this.host, document.createElement("cd-new-blueprint-dialog"));
    if (key !== undefined) go(this.host, hrefOf(...ADDRESS, key));
  }

  async createFolder(): Promise<void> {
    await ask(this.host, document.createElement("cd-new-folder-dialog"));
  }

  async renameFolder({ key, name }: Named): Promise<void> {
    await ask(this.host, Object.assign(document.createElement("cd-rename-folder-dialog"), { key, name }));
  }

  async move({ key, name }: Named, folderKey: string | null): Promise<void> {
    const { client, store } = this.host.services;
    const dialog = this.moving(name, folderKey);
    dialog.act = async (target) => tellMessages(store, (await moveToFolder(client, key, target)).messages);
    await ask(this.host, dialog);
  }

  /** The question where a blueprint is to go. */
  moving(name: string, folderKey: string | null): HTMLElementTagNameMap["cd-move-blueprint-dialog"] {
    return Object.assign(document.createElement("cd-move-blueprint-dialog"), { name, folder: folderKey ?? "" });
  }

  /** @returns whether it was deleted. */
  delete({ key, name }: Named): Promise<boolean> {
    return this.#confirm(a("blueprints.delete", { name }), a("blueprints.delete-hint"), async (client) =>
      tellMessages(this.host.services.store, (await deleteBlueprint(client, key)).messages),
    );
  }

  async deleteFolder({ key, name }: Named): Promise<void> {
    await this.#confirm(a("blueprints.delete-folder", { name }), a("blueprints.delete-folder-hint"), async (client) => {
      try {
        await deleteFolder(client, key);
      } catch (error) {
        throw error instanceof Problem && error.status === CONFLICT ? notEmpty(name) : error;
      }
    });
  }

  async #confirm(
    question: string,
    consequence: string,
    act: (client: AppElement["services"]["client"]) => Promise<void>,
  ): Promise<boolean> {
    const { client, store } = this.host.services;
    const dialog = document.createElement("cd-confirm");
    Object.assign(dialog, { question, consequence, action: a("form.delete"), dangerous: true, act: () => act(client) });
    const done = await ask(this.host, dialog);
    if (done) tellDone(store, a("form.deleted"));
    return done === true;
  }
}

/** The server's refusal in the words of this page. */
function notEmpty(name: string): Problem {
  return new Problem(CONFLICT, { detail: `${a("blueprints.folder-full", { name })}. ${a("blueprints.folder-full-hint")}` });
}
