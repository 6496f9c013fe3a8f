/** The words of the administration: fetched with its pages. */

import { translator } from "../i18n.js";
import { de } from "./de.js";
import { en } from "./en.js";

export type AdminKey = keyof typeof en;

/** Gives a text of the administration in the language of the page. */
export const a = translator<AdminKey>({ en, de });

/** The word for an open name of the server, such as a verb; the name itself where a package brought it. */
export function wordFor(group: string, alias: string): string {
  const key = `${group}.${alias}`;
  return key in en ? a(key as AdminKey) : alias;
}

/** The sentence that explains an open name of the server, where there is one. */
export function hintFor(group: string, alias: string): string | undefined {
  const key = `${group}.${alias}-hint`;
  return key in en ? a(key as AdminKey) : undefined;
}
