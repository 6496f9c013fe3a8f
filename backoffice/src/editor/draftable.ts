/** What the editor opens: a document of the tree, or a blueprint. The editor is one; here stands what differs. */

import { type TemplateResult, html } from "lit";
import { type DocumentAnswer, type DocumentType, Verb } from "../api/model.js";
import type { MessageKey } from "../i18n/i18n.js";
import type { OpenDocument } from "../store/documents.js";
import "./document-actions.js";
import type { DocumentKeeper, Home } from "./keeper.js";
import { PARTS, type Part } from "./parts.js";

export interface Draftable extends Home {
  /** The parts of its editor; the first one is the fields. */
  readonly parts: readonly Part[];
  readonly words: DraftableWords;
  mayWrite(document: DocumentAnswer): boolean;
  /** What can be done with it: the bar below the fields. */
  actions(
    open: OpenDocument & { readonly kind: "open" },
    type: DocumentType,
    keeper: DocumentKeeper,
    shown: readonly string[],
  ): TemplateResult;
}

/** How the page speaks of it. */
export interface DraftableWords {
  readonly gone: MessageKey;
  /** Somebody saved it while it was being changed here. */
  readonly conflict: MessageKey;
  readonly updated: MessageKey;
  /** What else somebody did, by the type of the event. */
  readonly news: Readonly<Record<string, MessageKey>>;
}

export const DOCUMENT: Draftable = {
  root: "/document",
  address: ["content"],
  parts: PARTS,
  words: {
    gone: "editor.gone",
    conflict: "news.conflict",
    updated: "news.updated",
    news: {
      Published: "news.published",
      Unpublished: "news.unpublished",
      Moved: "news.moved",
      Trashed: "news.trashed",
      Restored: "news.restored",
      RolledBack: "news.rolled-back",
    },
  },
  mayWrite: ({ trashed, allowedActions }) => !trashed && allowedActions.includes(Verb.Update),
  actions: (open, type, keeper, shown) =>
    html`<cd-document-actions .open=${open} .type=${type} .keeper=${keeper} .shown=${shown}></cd-document-actions>`,
};
