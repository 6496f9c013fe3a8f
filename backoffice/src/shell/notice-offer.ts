/** A message that something was done, with one thing that can be done about it: take it back, or look at it. */

import { type TemplateResult, css, html } from "lit";
import type { Notice, Offer } from "../store/notices.js";
import type { Store } from "../store/store.js";

/** Shows that something went well, or what else is said, and what can be done about it. */
export function tellWithOffer(
  store: Store,
  headline: string,
  offer: Offer,
  { kind, text }: Pick<Notice, "kind" | "text"> = { kind: "positive", text: "" },
): void {
  store.dispatch({ type: "notice/shown", notice: { kind, headline, text, offer } });
}

/** The button of the offer; it is made once. */
export function offerOf({ label, act }: Offer, notice: Notice, close: (notice: Notice) => void): TemplateResult {
  const take = (): void => {
    close(notice);
    act();
  };
  return html`<button class="offer" @click=${take}>${label}</button>`;
}

export const offerStyles = css`
  button.offer {
    flex: none;
    margin: 0;
    padding: 0;
    color: var(--uui-color-interactive);
    font: inherit;
    font-weight: 600;
    text-decoration: underline;
    pointer-events: auto;
  }
`;
