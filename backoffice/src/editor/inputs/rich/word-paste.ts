/** What comes from elsewhere by the clipboard: lists as Word writes them become lists, and foreign ids and classes stay outside. */

import { parsed } from "./html.js";

/** Makes pasted HTML such as one would have written here. */
export function cleaned(html: string): string {
  const body = parsed(html);
  if (body.querySelector("[data-pm-slice]") !== null) return html; // It comes from an editor like this one.
  body.querySelectorAll<HTMLElement>("p[style*='mso-list']").forEach(listed);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (/^(id|class|role|data-.*|aria-.*)$/.test(name)) element.removeAttribute(name);
  }
  return body.innerHTML;
}

const LEVEL = /mso-list:[^;]*\blevel(\d+)/i;

/** Puts a paragraph that Word means as an entry of a list into one, behind the entry before it. */
function listed(paragraph: HTMLElement): void {
  const page = paragraph.ownerDocument;
  const level = Number(LEVEL.exec(styleOf(paragraph))?.[1] ?? 1);
  const kind = isNumbered(paragraph) ? "ol" : "ul";
  paragraph.querySelectorAll("[style*='mso-list']").forEach((bullet) => bullet.remove());
  const entry = page.createElement("li");
  listFor(paragraph, kind, level).append(entry);
  entry.append(...paragraph.childNodes);
  paragraph.remove();
}

/** The list of a level: one that has begun before a paragraph, else a new one there. */
function listFor(paragraph: HTMLElement, kind: string, level: number): Element {
  const { previousElementSibling: before, ownerDocument: page } = paragraph;
  const goesOn = before?.matches("[data-word]") && (level > 1 || before.localName === kind);
  let list: Element = before && goesOn ? before : made(page, kind);
  if (list !== before) paragraph.before(list);
  for (let depth = 1; depth < level; depth++) {
    const entry: Element = list.lastElementChild ?? list.appendChild(page.createElement("li"));
    list = entry.querySelector(":scope > ol, :scope > ul") ?? entry.appendChild(made(page, kind));
  }
  return list;
}

function made(page: Document, kind: string): HTMLElement {
  const list = page.createElement(kind);
  list.setAttribute("data-word", "");
  return list;
}

function isNumbered(paragraph: HTMLElement): boolean {
  return /^\s*\(?(\d+|[a-z]{1,4})[.)]/i.test(paragraph.querySelector("[style*='mso-list']")?.textContent ?? "");
}

function styleOf(element: Element): string {
  return element.getAttribute("style") ?? "";
}
