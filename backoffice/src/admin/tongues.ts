/** The languages in which people can use the back office, as profiles hold them. */

import { LANGUAGES } from "../i18n/i18n.js";
import type { Option } from "./fields.js";

const TAGS: Readonly<Record<string, string>> = { en: "en-US", de: "de-DE" };

/** The choices, with the present one as it is: `en-GB` stays `en-GB`. */
export function languageOptions(present: string): readonly Option[] {
  const spoken = present.slice(0, 2).toLowerCase();
  const options = Object.entries(LANGUAGES).map(([code, label]) => ({
    value: code === spoken ? present : (TAGS[code] ?? code),
    label,
  }));
  return options.some(({ value }) => value === present) ? options : [...options, { value: present, label: present }];
}
