/** Moves documents below others, says what became of what was moved or copied, and leads back, or there. */

import type { DocumentAnswer, TreeItem } from "../api/model.js";
import { readDocument } from "../api/documents.js";
import { Problem } from "../api/problem.js";
import { type Beside, move, moveBack } from "../api/structure.js";
import { type Neighbours, neighboursOf } from "../api/tree.js";
import { t } from "../i18n/i18n.js";
import type { AppElement } from "../shell/element.js";
import { go } from "../shell/going.js";
import { tell, tellDone, tellMessages } from "../shell/messages.js";
import { tellWithOffer } from "../shell/notice-offer.js";
import { hrefOf } from "../shell/router.js";
import { type TreeState, listOf, pageOf } from "../store/tree.js";

interface Place {
  /** `undefined` for the root. */
  readonly key: string | undefined;
  readonly name: string;
}

const FORBIDDEN = 403;
const GONE = 404;
const CHANGED = 409;
const STALE = 412;

function nameOf({ key, name }: Place): string {
  return key === undefined ? t("tree.top") : name;
}

/** Moves a document after the last one below another, and offers to take that back. */
export async function moveBelow(host: AppElement, node: TreeItem, target: Place): Promise<void> {
  const { client, store } = host.services;
  const stood = await placesOf(host, node);
  tellMessages(store, (await move(client, node.key, target.key)).messages);
  tellWithOffer(store, t("tree.moved", { name: node.name, place: nameOf(target) }), {
    label: t("action.undo"),
    moved: { key: node.key, to: target.key },
    act: () => void undo(host, node, target, stood),
  });
}

export function tellCopied(host: AppElement, { key, name }: DocumentAnswer, target: Place): void {
  tellWithOffer(host.services.store, t("tree.copied", { name, place: nameOf(target) }), {
    label: t("tree.show-copy"),
    act: () => go(host, hrefOf("content", key)),
  });
}

/** The places that are where a document stands now; none when that cannot be learned, which keeps no move from going on. */
async function placesOf({ services }: AppElement, node: TreeItem): Promise<readonly Beside[]> {
  const known = inTree(services.store.state.tree, node) ?? (await neighboursOf(services.client, node.key).catch(() => undefined));
  if (known === undefined) return [];
  const [before, after] = known;
  if (before === undefined && after === undefined) return [{}];
  return [...(before === undefined ? [] : [{ after: before }]), ...(after === undefined ? [] : [{ before: after }])];
}

/** The neighbours of a document as the tree shows them; nothing where that is not loaded, or out of date. */
function inTree({ lists }: TreeState, node: TreeItem): Neighbours | undefined {
  const list = lists[listOf(node)];
  const place = list?.keys.indexOf(node.key) ?? -1;
  if (list === undefined || place < 0) return undefined;
  const around = [place - 1, place, place + 1].filter((one) => one >= 0 && one < list.total);
  const isKnown = around.every((one) => list.keys[one] !== undefined && list.pages[pageOf(one)] === "fresh");
  return isKnown ? [list.keys[place - 1], list.keys[place + 1]] : undefined;
}

/** Moves it back to where it was; not when somebody else has moved it on meanwhile. */
async function undo(host: AppElement, node: TreeItem, target: Place, stood: readonly Beside[]): Promise<void> {
  const { key, name } = node;
  const { client, store } = host.services;
  const refuse = (): void =>
    store.dispatch({
      type: "notice/shown",
      notice: { kind: "warning", headline: t("tree.not-moved-back", { name }), text: t("tree.moved-on") },
    });
  try {
    const { document, etag } = await readDocument(client, key);
    if (document.trashed || (document.parentKey ?? undefined) !== target.key) return refuse();
    const { messages, isThere } = await putBack(host, node, stood, etag);
    tellMessages(store, messages);
    tellDone(store, t(isThere ? "tree.moved-back" : "tree.moved-back-last", { name }));
  } catch (error) {
    if (error instanceof Problem && (error.status === STALE || error.status === GONE)) refuse();
    else tell(store, error);
  }
}

/** Puts it beside whom it stood, or at the end where they are gone or its user may not sort; `isThere`: not at the end. */
async function putBack({ services }: AppElement, { key, parentKey }: TreeItem, stood: readonly Beside[], etag: string) {
  const to = (place?: Beside): Promise<DocumentAnswer> => moveBack(services.client, key, parentKey ?? undefined, etag, place);
  for (const place of stood) {
    try {
      return { messages: (await to(place)).messages, isThere: true };
    } catch (error) {
      if (!(error instanceof Problem && (error.status === CHANGED || error.status === FORBIDDEN))) throw error;
    }
  }
  return { messages: (await to()).messages, isThere: false };
}
