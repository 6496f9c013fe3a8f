/** What the editor of documents must know to edit a blueprint. */

import { html } from "lit";
import type { Draftable } from "../../editor/draftable.js";
import "./blueprint-actions.js";
import { ADDRESS } from "./commands.js";

export const BLUEPRINT: Draftable = {
  root: "/document-blueprint",
  address: ADDRESS,
  parts: [{ path: "", label: "editor.fields" }],
  words: {
    gone: "editor.blueprint-gone",
    conflict: "news.blueprint-conflict",
    updated: "news.blueprint-updated",
    news: { Moved: "news.blueprint-moved" },
  },
  mayWrite: () => true,
  actions: (open, type, keeper) =>
    html`<cd-blueprint-actions .open=${open} .type=${type} .keeper=${keeper}></cd-blueprint-actions>`,
};
