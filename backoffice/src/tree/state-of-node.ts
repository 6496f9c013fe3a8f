/** What the tree shows, and says aloud, about the state of a document. */

import type { TreeItem } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import type { Touch } from "../store/tree.js";

export interface NodeState {
  readonly kind: "visible" | "draft" | "published";
  /** For those who hear the page. */
  readonly words: string;
}

/** @param unsaved whether there are changes of one's own that are not saved. */
export function stateOf(node: TreeItem, touch: Touch | undefined, unsaved = false): NodeState {
  const kind = node.access === "visible" ? "visible" : node.published ? "published" : "draft";
  const words = [
    kind === "visible" ? t("state.closed") : node.published ? t("state.published") : t("state.draft"),
    node.published && node.edited ? t("state.edited") : "",
    touch ? t("state.touched") : "",
    unsaved ? t("state.unsaved") : "",
  ];
  return { kind, words: words.filter(Boolean).join(", ") };
}

export function iconOf(node: { readonly icon: string }): string {
  return node.icon || "document";
}
