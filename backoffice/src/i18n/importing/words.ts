/** The words of the import: fetched with its dialogs. */

import { language, translator } from "../i18n.js";
import { de } from "./de.js";
import { en } from "./en.js";

export type ImportKey = keyof typeof en;

/** Gives a text of the import in the language of the page. */
export const i = translator<ImportKey>({ en, de });

/** Writes a number as people in this language do. */
export function number(value: number): string {
  return new Intl.NumberFormat(language()).format(value);
}

/** Writes how large something is, in megabytes. */
export function megabytes(bytes: number): string {
  const style = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language(), style).format(bytes / (1024 * 1024));
}
