/** Says what went wrong, or what a handler of the server had to say, in the corner of the page. */

import { type HandlerMessage, Problem, Unreachable } from "../api/problem.js";
import { t } from "../i18n/i18n.js";
import type { NoticeKind } from "../store/notices.js";
import type { Store } from "../store/store.js";

const KIND_OF_TYPE: Readonly<Record<string, NoticeKind>> = {
  Error: "danger",
  Warning: "warning",
  Success: "positive",
};

/** Shows an error: the handlers' own messages when they refused, else what the server says. */
export function tell(store: Store, error: unknown): void {
  if (error instanceof Problem && error.messages.length > 0) return tellMessages(store, error.messages);
  store.dispatch({ type: "notice/shown", notice: { kind: "danger", ...wordsFor(error) } });
}

/** Shows messages that handlers left, each with its category, text and type. */
export function tellMessages(store: Store, messages: readonly HandlerMessage[]): void {
  for (const { category, message, type } of messages) {
    const kind = KIND_OF_TYPE[type] ?? "default";
    store.dispatch({ type: "notice/shown", notice: { kind, headline: category, text: message } });
  }
}

/** Shows that something went well. */
export function tellDone(store: Store, headline: string, text = ""): void {
  store.dispatch({ type: "notice/shown", notice: { kind: "positive", headline, text } });
}

function wordsFor(error: unknown): { readonly headline: string; readonly text: string } {
  if (error instanceof Problem) return { headline: error.title, text: wordsOf(error) };
  if (error instanceof Unreachable) return { headline: t("error.unreachable"), text: "" };
  return { headline: t("error.unexpected", { message: String(error) }), text: "" };
}

/** What was wrong, and with which fields where that is not said already. */
function wordsOf({ detail, errors }: Problem): string {
  const more = errors.filter(({ message }) => !detail.includes(message)).map(({ field, label, message }) => `${label ?? field}: ${message}`);
  return [detail, ...more].join("\n");
}
