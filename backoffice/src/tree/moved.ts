/** Says what became of a document that was moved or copied, and leads back, or there. */

import type { DocumentAnswer, TreeItem } from "../api/model.js";
import { readDocument } from "../api/documents.js";
import { Problem } from "../api/problem.js";
import { moveBack } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import type { AppElement } from "../shell/element.js";
import { go } from "../shell/going.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { tellWithOffer } from "../shell/notice-offer.js";
import { hrefOf } from "../shell/router.js";

interface Place {
  /** `undefined` for the root. */
  readonly key: string | undefined;
  readonly name: string;
}

const GONE = 404;
const STALE = 412;

function nameOf({ key, name }: Place): string {
  return key === undefined ? t("tree.top") : name;
}

/** @param moved the document as it stood before. */
export function tellMoved(host: AppElement, moved: TreeItem, target: Place): void {
  tellWithOffer(host.services.store, t("tree.moved", { name: moved.name, place: nameOf(target) }), {
    label: t("action.undo"),
    act: () => void undo(host, moved, target),
  });
}

export function tellCopied(host: AppElement, { key, name }: DocumentAnswer, target: Place): void {
  tellWithOffer(host.services.store, t("tree.copied", { name, place: nameOf(target) }), {
    label: t("tree.show-copy"),
    act: () => go(host, hrefOf("content", key)),
  });
}

/** Moves it back to where it was; not when somebody else has moved it on meanwhile. */
async function undo(host: AppElement, { key, name, parentKey }: TreeItem, target: Place): Promise<void> {
  const { client, store } = host.services;
  const refuse = (): void =>
    store.dispatch({
      type: "notice/shown",
      notice: { kind: "warning", headline: t("tree.not-moved-back", { name }), text: t("tree.moved-on") },
    });
  try {
    const { document, etag } = await readDocument(client, key);
    if (document.trashed || (document.parentKey ?? undefined) !== target.key) return refuse();
    tellMessages(store, (await moveBack(client, key, parentKey ?? undefined, etag)).messages);
    tellDone(store, t("tree.moved-back", { name }));
  } catch (error) {
    if (error instanceof Problem && (error.status === STALE || error.status === GONE)) refuse();
    else tell(store, error);
  }
}
