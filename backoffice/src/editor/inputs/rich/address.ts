/** Addresses of links, as people write them and as they are kept. */

import type { MessageKey } from "../../../i18n/i18n.js";
import { isSafeAddress } from "./safety.js";

export type Address = { readonly href: string } | { readonly fault: MessageKey };

const KEY = "[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}";
const DOCUMENT = new RegExp(`^/\\{localLink:(?:umb://document/)?(${KEY})\\}$`, "i");
const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;
const HOST = /^(?:[\p{L}\d-]+\.)+\p{L}{2,}(?::\d+)?(?=[/?#]|$)|^localhost(?::\d+)?(?=[/?#]|$)/u;

/** What was meant by what was written; a fault where nobody could follow it. */
export function addressOf(written: string): Address {
  const text = written.trim();
  if (!isSafeAddress(text)) return { fault: "link.runs" };
  if (text === "" || /\s/.test(text)) return { fault: "link.no-address" };
  if (DOCUMENT.test(text) || /^(?:[/#?]|\.{1,2}\/)/.test(text)) return { href: text };
  if (MAIL.test(text)) return { href: `mailto:${text}` };
  if (HOST.test(text)) return { href: `https://${text}` };
  if (/^(?:https?|ftps?):/i.test(text)) return URL.canParse(text) ? { href: text } : { fault: "link.no-address" };
  return /^[a-z][a-z\d+.-]*:./i.test(text) ? { href: text } : { fault: "link.no-address" };
}

/** The address of a document, whatever its place in the tree is. */
export function documentAddress(key: string): string {
  return `/{localLink:${key}}`;
}

/** The key of the document that an address means. */
export function documentIn(href: string): string | undefined {
  return DOCUMENT.exec(href)?.[1]?.toLowerCase();
}
