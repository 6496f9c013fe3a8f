/** The parts of the editor, each with its own address. */

import { type TemplateResult, html } from "lit";
import type { DocumentType } from "../api/model.js";
import type { MessageKey } from "../i18n/i18n.js";
import type { OpenDocument } from "../store/documents.js";
import "./document-history.js";
import "./document-info.js";
import type { DocumentKeeper } from "./keeper.js";

export interface Part {
  /** What follows the key in the address; nothing for the fields. */
  readonly path: string;
  readonly label: MessageKey;
  /** Shows it; the editor itself shows the fields. */
  view?(open: OpenDocument & { readonly kind: "open" }, type: DocumentType, keeper: DocumentKeeper): TemplateResult;
}

export const PARTS: readonly Part[] = [
  { path: "", label: "editor.fields" },
  {
    path: "history",
    label: "history.title",
    view: (open, type, keeper) =>
      html`<cd-document-history .open=${open} .type=${type} .keeper=${keeper}></cd-document-history>`,
  },
  {
    path: "info",
    label: "info.title",
    view: (open, type) => html`<cd-document-info .open=${open} .type=${type}></cd-document-info>`,
  },
];
