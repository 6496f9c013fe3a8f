/** HTML in and out of the editor's own form, and what would be lost on the way. */

import { DOMParser as SchemaParser, DOMSerializer, type Node, type Schema } from "@tiptap/pm/model";
import { describing, isSafeAddress, isSafeImage } from "./safety.js";

/** Reads HTML without running or fetching anything of it. */
export function parsed(html: string): HTMLElement {
  return new DOMParser().parseFromString(`<body>${html}</body>`, "text/html").body;
}

export function readHtml(schema: Schema, html: string): Node {
  return SchemaParser.fromSchema(schema).parse(parsed(html));
}

/** Writes a text as HTML, without what only the editor needs. */
export function writeHtml(doc: Node): string {
  const { body } = document.implementation.createHTMLDocument();
  body.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: body.ownerDocument }));
  body.querySelectorAll("table").forEach(withParts);
  body.querySelectorAll("p").forEach((paragraph) => withoutWrapping(paragraph, body));
  const last = body.lastElementChild;
  if (last?.matches("p:not([data-cd-p]):empty") && last !== body.firstElementChild) last.remove();
  body.querySelectorAll("[data-cd-p]").forEach((paragraph) => paragraph.removeAttribute("data-cd-p"));
  return body.innerHTML;
}

/** Whether nothing is written; an empty table is something. */
export function isNothing(doc: Node): boolean {
  return doc.children.every((node) => node.isTextblock && node.content.size === 0);
}

/** Puts the rows of a table into its head, body and foot, and gives it its caption and columns. */
function withParts(table: HTMLTableElement): void {
  const make = table.ownerDocument.createElement.bind(table.ownerDocument);
  const rows = table.querySelector(":scope > tbody");
  let part: HTMLElement | undefined;
  for (const row of [...(rows?.children ?? [])]) {
    const name = row.getAttribute("data-cd-part") ?? "tbody";
    row.removeAttribute("data-cd-part");
    if (part?.localName !== name) table.append((part = make(name)));
    part.append(row);
  }
  rows?.remove();
  const { cdColumns: columns, cdCaption: caption } = table.dataset;
  if (columns !== undefined) table.prepend(columnsOf(make, JSON.parse(columns)));
  if (caption !== undefined) table.prepend(Object.assign(make("caption"), { textContent: caption }));
  table.removeAttribute("data-cd-columns");
  table.removeAttribute("data-cd-caption");
}

function columnsOf(make: (name: string) => HTMLElement, columns: readonly Readonly<Record<string, string>>[]): HTMLElement {
  const group = make("colgroup");
  for (const attributes of columns) {
    const column = make("col");
    for (const [name, value] of Object.entries(attributes)) column.setAttribute(name, value);
    group.append(column);
  }
  return group;
}

/** Where bare words may stand beside other blocks. */
const BARE = "li, td, th, dt, dd, figure, figcaption, div, section, article, aside, header, footer, main, nav, summary, details, address";

/** Takes away a paragraph that the editor put around bare words or pictures. */
function withoutWrapping(paragraph: HTMLElement, body: HTMLElement): void {
  const { parentElement: parent, previousElementSibling: before, nextElementSibling: after } = paragraph;
  if (paragraph.attributes.length > 0 || parent === null || before?.localName === "p" || after?.localName === "p") return;
  const isPicture = paragraph.childNodes.length > 0 && [...paragraph.childNodes].every(({ nodeName }) => nodeName === "IMG");
  if (parent === body ? isPicture : parent.matches(BARE)) paragraph.replaceWith(...paragraph.childNodes);
}

const SAME: Readonly<Record<string, string>> = { b: "strong", i: "em", del: "s", strike: "s" };
const DROPPED = "script, style, link, meta, base, title, template";

/**
 * What a text has and its written form has not: names of elements, `element attribute`, or `text` for words.
 *
 * What must be dropped, such as scripts, and what says nothing, such as white space, does not count.
 */
export function lostParts(source: string, written: string): readonly string[] {
  const had = parsed(source);
  had.querySelectorAll(DROPPED).forEach((one) => one.remove());
  const has = parsed(written);
  const left = counted(has);
  const lost = new Set<string>();
  for (const [part, count] of counted(had)) if (count > (left.get(part) ?? 0)) lost.add(part.split("=")[0]!);
  if (wordsOf(had) !== wordsOf(has)) lost.add("text");
  const elements = new Set([...lost].filter((part) => !part.includes(" ")));
  return [...lost].filter((part) => elements.has(part) || !elements.has(part.split(" ")[0]!));
}

function wordsOf(element: HTMLElement): string {
  return (element.textContent ?? "").replace(/\s+/g, "");
}

function counted(body: HTMLElement): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const element of body.querySelectorAll("*")) {
    for (const part of partsOf(element)) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

function partsOf(element: Element): readonly string[] {
  const name = SAME[element.localName] ?? element.localName;
  const saysNothing = (name === "span" || name === "font") && describing(element) === null;
  const target = element.getAttribute(name === "img" ? "src" : "href");
  const runs = target !== null && !(name === "img" ? isSafeImage(target) : isSafeAddress(target));
  if (saysNothing || runs) return [];
  const attributes = [...element.attributes].filter((one) => one.name !== "style" && !one.name.startsWith("on"));
  return [name, ...attributes.map((one) => `${name} ${one.name}=${one.value}`)];
}
