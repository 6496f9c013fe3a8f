/** What can be done with a blueprint that is open: the bar below its fields. */

import { customElement } from "lit/decorators.js";
import { a } from "../../i18n/admin/words.js";
import { ActionBar } from "../../editor/action-bar.js";
import { ask } from "../../shell/dialog.js";
import { go } from "../../shell/going.js";
import type { MenuItem } from "../../shell/menu.js";
import { tell } from "../../shell/messages.js";
import { hrefOf } from "../../shell/router.js";
import { allBlueprints } from "../../api/blueprints.js";
import { ADDRESS, BlueprintCommands } from "./commands.js";

@customElement("cd-blueprint-actions")
export class BlueprintActions extends ActionBar {
  readonly #commands = new BlueprintCommands(this);

  protected override maySave(): boolean {
    return true; // Whoever may not is not shown the page.
  }

  protected override more(): readonly MenuItem[] {
    const move = { label: a("blueprints.move"), icon: "folder", act: () => void this.#move() };
    const remove = { label: a("form.delete"), icon: "delete", act: () => void this.#delete() };
    return [move, remove];
  }

  async #move(): Promise<void> {
    const { key, name } = this.open.base.document;
    try {
      const found = (await allBlueprints(this.services.client)).find((one) => one.key === key);
      const folderKey = await ask(this, this.#commands.moving(name, found?.folderKey ?? null));
      if (folderKey !== undefined) await this.keeper.write(key, (writer) => writer.moveToFolder(folderKey));
    } catch (error) {
      tell(this.services.store, error);
    }
  }

  async #delete(): Promise<void> {
    const { key } = this.open.base.document;
    if (!(await this.#commands.delete(this.open.base.document))) return;
    this.services.store.dispatch({ type: "document/reverted", key });
    go(this, hrefOf(...ADDRESS));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-blueprint-actions": BlueprintActions;
  }
}
