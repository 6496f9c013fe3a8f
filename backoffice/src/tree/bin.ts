/** What can be done with a document in the recycle bin, from the tree and from the editor. */

import { Problem } from "../api/problem.js";
import { deleteForGood, restore } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { tell, tellMessages } from "../shell/messages.js";
import { placePicker } from "./pick-dialog.js";

const CONFLICT = 409;

export interface Binned {
  readonly key: string;
  readonly name: string;
}

/** Puts it back where it was; when that is gone, asks for another place. */
export async function restoreFromBin(host: AppElement, { key, name }: Binned): Promise<void> {
  const { client, store } = host.services;
  try {
    tellMessages(store, (await restore(client, key)).messages);
  } catch (error) {
    if (!(error instanceof Problem && error.status === CONFLICT)) return tell(store, error);
    const dialog = placePicker(host, t("bin.restore-where", { name }), t("bin.restore"));
    dialog.act = (place) => restore(client, key, { parent: place.key });
    await ask(host, dialog);
  }
}

/** Asks first: nobody can undo it. */
export async function deleteFromBin(host: AppElement, { key, name }: Binned): Promise<void> {
  const dialog = Object.assign(document.createElement("cd-confirm"), {
    question: t("bin.delete-question", { name }),
    consequence: t("bin.for-good"),
    action: t("bin.delete"),
    act: () => deleteForGood(host.services.client, key),
    dangerous: true,
  });
  await ask(host, dialog);
}
