/** Culture codes that newsrooms use often, and what languages are called. */

import { nameOfCulture } from "../../i18n/i18n.js";

export const COMMON_CULTURES: readonly string[] =
  `ar bg-BG bn-BD ca-ES cs-CZ da-DK de de-AT de-CH de-DE el-GR en en-AU en-CA en-GB en-IE en-US es es-AR es-ES es-MX et-EE
  eu-ES fa-IR fi-FI fil-PH fr fr-BE fr-CA fr-CH fr-FR ga-IE gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-CH it-IT ja-JP
  ko-KR lt-LT lv-LV mk-MK ms-MY nb-NO nl-BE nl-NL nn-NO pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI sq-AL sr-RS sv-SE sw-KE
  ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN zh-HK zh-TW`.split(/\s+/);

/** What people see of a language: its name, or the usual one when it was given none. */
export function titleOf({ code, name }: { readonly code: string; readonly name: string }): string {
  return name && name !== code ? name : (nameOfCulture(code) ?? code);
}
