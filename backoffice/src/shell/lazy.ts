/** Code that is fetched when it is needed first, and what is said when it is not there: a newer server has other files. */

import { t } from "../i18n/i18n.js";
import type { Store } from "../store/store.js";
import { tellWithOffer } from "./notice-offer.js";

const MISSING = "cd-code-missing";

type Load<Code> = () => Promise<Code>;

/** Where code was missed last, so that not every drawing of the page asks for it again. */
const missedAt = new WeakMap<Load<unknown>, string>();

/** Fetches code; gives nothing when it is not there, which is said. */
export async function fetchCode<Code>(load: Load<Code>): Promise<Code | undefined> {
  if (missedAt.get(load) === location.pathname) return undefined;
  try {
    const code = await load();
    missedAt.delete(load);
    return code;
  } catch {
    missedAt.set(load, location.pathname);
    dispatchEvent(new Event(MISSING));
    return undefined;
  }
}

/** Says so whenever code is missing, and offers to load the page anew; the browser asks first where that loses changes. */
export function tellMissingCode(store: Store): void {
  const act = (): void => {
    tell(); // It is still true for whoever stays.
    location.reload();
  };
  const tell = (): void =>
    tellWithOffer(store, t("app.missing"), { label: t("app.anew"), act }, { kind: "danger", text: t("app.missing-hint") });
  for (const event of [MISSING, "vite:preloadError"]) addEventListener(event, tell);
}
