/** What can be done with a document in the recycle bin, from the tree and from the editor. */

import type { DocumentAnswer } from "../api/model.js";
import { Problem } from "../api/problem.js";
import { deleteForGood, restore } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import "../shell/confirm.js";
import { ask } from "../shell/dialog.js";
import type { AppElement } from "../shell/element.js";
import { go } from "../shell/going.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { hrefOf, partsOf } from "../shell/router.js";
import type { Store } from "../store/store.js";
import { placePicker } from "./pick-dialog.js";

const CONFLICT = 409;

export type Binned = Pick<DocumentAnswer, "key" | "name" | "path" | "parentKey" | "typeAlias">;

/** Puts it back where it was; when that is gone, asks for another place. */
export async function restoreFromBin(host: AppElement, { key, name, typeAlias }: Binned): Promise<void> {
  const { client, store } = host.services;
  try {
    tellMessages(store, (await restore(client, key)).messages);
  } catch (error) {
    if (!(error instanceof Problem && error.status === CONFLICT)) return tell(store, error);
    const dialog = placePicker(host, t("bin.restore-where", { name }), t("bin.restore"), typeAlias);
    dialog.act = (place) => restore(client, key, { parent: place.key });
    await ask(host, dialog);
  }
}

/** Asks first, since nobody can undo it; whoever has it open, or what is below it, is led to what it stood below. */
export async function deleteFromBin(host: AppElement, { key, name, path, parentKey }: Binned): Promise<void> {
  const { client, store } = host.services;
  const dialog = Object.assign(document.createElement("cd-confirm"), {
    question: t("bin.delete-question", { name }),
    consequence: t("bin.for-good"),
    action: t("bin.delete"),
    dangerous: true,
  });
  dialog.act = async () => {
    const isLeft = isOpen(store, (open) => `${open.path},`.startsWith(`${path},`));
    await deleteForGood(client, key);
    if (isLeft) leaveFor(host, parentKey ?? undefined);
    tellDone(store, t("bin.deleted", { name }));
  };
  await ask(host, dialog);
}

/** Whether such a document is open: when it is deleted, one is to be elsewhere. */
export function isOpen(store: Store, isSuch: (document: DocumentAnswer) => boolean): boolean {
  const [section, key] = partsOf(location.pathname);
  const open = section === "content" && key !== undefined ? store.state.documents[key] : undefined;
  return open?.kind === "open" && isSuch(open.base.document);
}

/** Goes to a document; to where none is open without a key. */
export function leaveFor(host: AppElement, key: string | undefined): void {
  go(host, key === undefined ? hrefOf("content") : hrefOf("content", key));
}
