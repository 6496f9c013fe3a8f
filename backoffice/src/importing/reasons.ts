/** Why an import failed or left something out, in the language of the page. */

import type { ImportAnswer, LeftOut } from "../api/imports.js";
import { said } from "../i18n/said.js";

/** Says why a file or page was left out; what the reason quotes is said in the same language. */
export function reasonOf({ reason, code, parameters, because = [] }: LeftOut): string {
  const quoted = because.length > 0 ? { reason: because.map(said).reduce(joined) } : {};
  return said({ message: reason, code, parameters: { ...parameters, ...quoted } });
}

/** Puts texts after each other, whether they end as sentences or, as handlers' own words may, without a stop. */
function joined(before: string, after: string): string {
  return `${before}${before.endsWith(".") ? "" : ";"} ${after}`;
}

/** Says why an import failed. */
export function problemOf({ problem, problemCode, problemParameters }: ImportAnswer): string {
  return said({ message: problem, code: problemCode, parameters: problemParameters });
}
