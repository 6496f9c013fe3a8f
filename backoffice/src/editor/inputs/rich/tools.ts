/** The buttons above a rich text. */

import type { Editor } from "@tiptap/core";
import { Fragment } from "@tiptap/pm/model";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
  toggleHeaderRow,
} from "@tiptap/pm/tables";
import type { Command } from "@tiptap/pm/state";
import type { MessageKey } from "../../../i18n/i18n.js";

export interface Tool {
  readonly label: MessageKey;
  readonly icon: string;
  /** The name of what it turns on and off; nothing for what is only done. */
  readonly mark?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  run(editor: Editor): void;
}

const ROWS = 3;
const COLUMNS = 3;

const phrase = (label: MessageKey, icon: string, tag: string): Tool => ({
  label,
  icon,
  mark: "phrase",
  attributes: { tag },
  run: (editor) => editor.chain().focus().toggleMark("phrase", { tag }).run(),
});

export const TOOLS: readonly Tool[] = [
  { label: "rich.bold", icon: "bold", mark: "bold", run: (editor) => editor.chain().focus().toggleBold().run() },
  { label: "rich.italic", icon: "italic", mark: "italic", run: (editor) => editor.chain().focus().toggleItalic().run() },
  {
    label: "rich.heading",
    icon: "heading-2",
    mark: "heading",
    attributes: { level: 2 },
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: "rich.subheading",
    icon: "heading-3",
    mark: "heading",
    attributes: { level: 3 },
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  { label: "rich.list", icon: "list", mark: "bulletList", run: (editor) => editor.chain().focus().toggleBulletList().run() },
  {
    label: "rich.numbers",
    icon: "numbers",
    mark: "orderedList",
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  { label: "rich.quote", icon: "quote", mark: "blockquote", run: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { label: "rich.code", icon: "code", mark: "code", run: (editor) => editor.chain().focus().toggleMark("code").run() },
  phrase("rich.subscript", "subscript", "sub"),
  phrase("rich.superscript", "superscript", "sup"),
  { label: "rich.table", icon: "table", run: insertTable },
];

const table = (label: MessageKey, icon: string, command: Command): Tool => ({
  label,
  icon,
  run: (editor) => {
    editor.commands.focus();
    command(editor.state, editor.view.dispatch);
  },
});

/** What is offered while one is in a table. */
export const TABLE_TOOLS: readonly Tool[] = [
  table("rich.row-below", "row-add", addRowAfter),
  table("rich.column-right", "column-add", addColumnAfter),
  table("rich.delete-row", "row-remove", deleteRow),
  table("rich.delete-column", "column-remove", deleteColumn),
  table("rich.header-row", "header-row", toggleHeaderRow),
  table("rich.cells", "cells", (state, dispatch) => mergeCells(state, dispatch) || splitCell(state, dispatch)),
  table("rich.delete-table", "trash", deleteTable),
];

/** Puts an empty table, with a row of headings, where the cursor is; not into another table. */
function insertTable(editor: Editor): void {
  if (editor.isActive("table")) return;
  const { nodes } = editor.schema;
  const row = (name: string) =>
    nodes["tableRow"]!.create(null, Fragment.from(Array.from({ length: COLUMNS }, () => nodes[name]!.createAndFill()!)));
  const rows = [row("tableHeader"), ...Array.from({ length: ROWS - 1 }, () => row("tableCell"))];
  editor.chain().focus().insertContent(nodes["table"]!.create(null, rows).toJSON()).run();
}
