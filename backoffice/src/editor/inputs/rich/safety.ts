/** What of foreign HTML may be kept: attributes that only describe, and addresses that run nothing. */

const RUNS = /^(javascript|vbscript|data|blob|filesystem):/i;
const IMAGE = /^data:image\/(png|jpeg|gif|webp|avif);/i;

/** What browsers leave out before they look at an address. */
const NOT_SEEN = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/g;

/** Whether nothing runs when somebody follows an address. */
export function isSafeAddress(address: string): boolean {
  return !RUNS.test(address.replace(NOT_SEEN, ""));
}

/** Whether an address may stand in an image. */
export function isSafeImage(address: string): boolean {
  return isSafeAddress(address) || IMAGE.test(address.trim());
}

const DESCRIBING = new Set(
  (
    "id class lang dir title role translate align valign width height alt srcset sizes loading decoding cite datetime " +
    "headers scope abbr span value reversed start type hreflang download name open border cellpadding cellspacing summary " +
    "itemscope itemtype itemprop itemid"
  ).split(" "),
);
const ANY = /^(?:data|aria)-[\w.-]+$/;
const OURS = /^data-(?:pm|cd)-/;

/** What the editor keeps of these elements by itself. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  a: ["href", "target", "rel", "class", "title"],
  ol: ["start", "type"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
};

/** The attributes of an element that may be kept as they are; `null` for none. */
export function describing(element: Element): Readonly<Record<string, string>> | null {
  const own = OWN[element.localName] ?? [];
  const kept = [...element.attributes].filter(({ name }) => !own.includes(name) && isDescribing(name));
  return kept.length > 0 ? Object.fromEntries(kept.map(({ name, value }) => [name, value])) : null;
}

function isDescribing(name: string): boolean {
  return DESCRIBING.has(name) || (ANY.test(name) && !OURS.test(name));
}
