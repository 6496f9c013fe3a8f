/** German for what the server says: fetched only where somebody reads German. English is the server's own. */

import { de as admin } from "../admin/de.js";
import { filled } from "../i18n.js";
import { de as sentences } from "./de.js";

const CATEGORIES: Readonly<Record<string, string>> = {
  Afterwards: "Danach",
  "House style": "Hausregeln",
};

/** What the server names by an alias, and the words of the administration for it. */
const ALIASES = new Set(["editor", "stored", "verb"]);

/** What the server says of a value that it does not quote. */
const GIVEN: Readonly<Record<string, string>> = {
  "a list": "eine Liste",
  "a mapping of names to values": "eine Zuordnung von Namen zu Werten",
};

/** Gives the sentence of a code; `undefined` for one that a package brought. */
export function sentenceOf(code: string, parameters: Readonly<Record<string, string | number>>): string | undefined {
  const named = Object.entries(parameters).map(([name, value]) => [name, wordOf(name, value)]);
  return code in sentences ? filled(sentences[code] ?? "", Object.fromEntries(named)) : undefined;
}

/** Gives the heading of a message; a site's own as it is. */
export function categoryOf(category: string): string {
  return CATEGORIES[category] ?? category;
}

function wordOf(name: string, value: string | number): string | number {
  if (name === "given") return GIVEN[value] ?? value;
  return ALIASES.has(name) ? aliasOf(name, String(value)) : value;
}

function aliasOf(group: string, alias: string): string {
  return (admin as Readonly<Record<string, string>>)[`${group}.${alias}`] ?? alias;
}
