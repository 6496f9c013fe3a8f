/** Tables, as far as HTML has them: head and foot, joined cells, a caption, columns with attributes. */

import { Node } from "@tiptap/core";
import { goToNextCell, tableEditing } from "@tiptap/pm/tables";
import { describing } from "./safety.js";

const ROLES: Readonly<Record<string, string>> = { table: "table", tableRow: "row", tableCell: "cell", tableHeader: "header_cell" };

export const Table = Node.create({
  name: "table",
  group: "block",
  content: "tableRow+",
  isolating: true,
  extendNodeSchema: ({ name }) => (name in ROLES ? { tableRole: ROLES[name] } : {}),
  addAttributes: () => ({
    caption: {
      default: null,
      parseHTML: (element) => element.querySelector(":scope > caption")?.textContent ?? null,
      renderHTML: ({ caption }) => (caption === null ? {} : { "data-cd-caption": caption }),
    },
    columns: {
      default: null,
      parseHTML: columnsOf,
      renderHTML: ({ columns }) => (columns === null ? {} : { "data-cd-columns": JSON.stringify(columns) }),
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts: () => ({
    Tab: ({ editor }) => goToNextCell(1)(editor.state, editor.view.dispatch),
    "Shift-Tab": ({ editor }) => goToNextCell(-1)(editor.state, editor.view.dispatch),
  }),
});

function columnsOf(table: HTMLElement): readonly object[] | null {
  const columns = [...table.querySelectorAll(":scope > colgroup > col")].map((one) => describing(one) ?? {});
  return columns.length > 0 ? columns : null;
}

/** A row, which knows whether it is one of the head or the foot. */
export const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  addAttributes: () => ({
    part: {
      default: "tbody",
      parseHTML: ({ parentElement }) => (parentElement?.localName === "table" ? "tbody" : parentElement?.localName) ?? "tbody",
      renderHTML: ({ part }) => ({ "data-cd-part": part }),
    },
  }),
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: ({ HTMLAttributes }) => ["tr", HTMLAttributes, 0],
});

const spans = {
  colspan: { default: 1, parseHTML: (cell: HTMLElement) => spanOf(cell, "colspan"), renderHTML: spanned("colspan") },
  rowspan: { default: 1, parseHTML: (cell: HTMLElement) => spanOf(cell, "rowspan"), renderHTML: spanned("rowspan") },
  colwidth: { default: null, rendered: false },
};

function spanOf(cell: HTMLElement, name: string): number {
  return Math.max(1, Number(cell.getAttribute(name)) || 1);
}

function spanned(name: string) {
  return (attributes: Record<string, unknown>): Record<string, unknown> => (attributes[name] === 1 ? {} : { [name]: attributes[name] });
}

const cell = (name: string, tag: string) =>
  Node.create({
    name,
    content: "block+",
    isolating: true,
    addAttributes: () => spans,
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

export const TableCell = cell("tableCell", "td");
export const TableHeader = cell("tableHeader", "th");
