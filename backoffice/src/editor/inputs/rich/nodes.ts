/** What the editor knows beyond its starter kit: any structure of plain HTML that holds text, and pictures. */

import { Mark, Node, markInputRule } from "@tiptap/core";
import { describing, isSafeImage } from "./safety.js";

const BOXES = "div section article aside header footer main nav figure figcaption dl dt dd details summary address hgroup".split(" ");
const PHRASES = "sub sup small mark abbr cite q dfn kbd samp var time ins data bdi bdo span a".split(" ");

const BLOCKS = new Set([...BOXES, ..."p h1 h2 h3 h4 h5 h6 ul ol li table blockquote pre hr".split(" ")]);

function holdsBlocks(element: HTMLElement): boolean {
  return [...element.children].some(({ localName, firstElementChild }) => BLOCKS.has(localName) || firstElementChild?.localName === "figure");
}

const tag = { tag: { default: "div", rendered: false } };

/** An element around paragraphs and the like. */
export const Box = Node.create({
  name: "box",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => tag,
  parseHTML: () => BOXES.map((name) => ({ tag: name, getAttrs: (element) => holdsBlocks(element) && { tag: name } })),
  renderHTML: ({ node, HTMLAttributes }) => [String(node.attrs["tag"]), HTMLAttributes, 0],
});

/** What comes after an entry of a list of terms, when one goes on writing. */
const NEXT: Readonly<Record<string, string>> = { dt: "dd", dd: "dt" };

/** The same elements around bare text. */
export const Line = Node.create({
  name: "line",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => tag,
  parseHTML: () => BOXES.map((name) => ({ tag: name, getAttrs: (element) => !holdsBlocks(element) && { tag: name } })),
  renderHTML: ({ node, HTMLAttributes }) => [String(node.attrs["tag"]), HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { parent } = editor.state.selection.$from;
        const next = parent.type.name === this.name ? NEXT[String(parent.attrs["tag"])] : undefined;
        return next !== undefined && editor.chain().splitBlock().setNode(this.name, { tag: next }).run();
      },
    };
  },
});

/** Words that are marked as something; several such marks may lie on the same word. */
export const Phrase = Mark.create({
  name: "phrase",
  excludes: "",
  addAttributes: () => ({ tag: { default: "span", rendered: false } }),
  parseHTML: () =>
    PHRASES.map((name) => ({
      tag: name === "a" ? "a:not([href])" : name,
      getAttrs: (element: HTMLElement) => (name !== "span" || describing(element) !== null) && { tag: name },
    })),
  renderHTML: ({ mark, HTMLAttributes }) => [String(mark.attrs["tag"]), HTMLAttributes, 0],
});

/** Code in the text. That of the starter kit bears no other mark on the same word. */
export const Code = Mark.create({
  name: "code",
  code: true,
  excludes: "",
  exitable: true,
  parseHTML: () => [{ tag: "code" }],
  renderHTML: ({ HTMLAttributes }) => ["code", HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return { "Mod-e": ({ editor }) => editor.commands.toggleMark(this.name) };
  },
  addInputRules() {
    return [markInputRule({ find: /(?:^|[^`])(`([^`]+)`)$/, type: this.type })];
  },
});

/** A picture in the text. One that lies on another server is not fetched: its words stand for it. */
export const Picture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  atom: true,
  draggable: true,
  addAttributes: () => ({ src: { default: "" } }),
  parseHTML: () => [{ tag: "img[src]", getAttrs: (element) => isSafeImage(element.getAttribute("src") ?? "") && null }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  addNodeView() {
    return ({ node }) => {
      const { src, kept } = node.attrs as { readonly src: string; readonly kept: Readonly<Record<string, string>> | null };
      const dom = document.createElement("span");
      dom.className = "cd-picture";
      const alt = kept?.["alt"] ?? "";
      if (isOurs(src)) dom.append(Object.assign(new Image(), { alt, src, draggable: false }));
      else dom.textContent = alt || src;
      dom.title = src;
      return { dom };
    };
  },
});

function isOurs(address: string): boolean {
  return URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin;
}
