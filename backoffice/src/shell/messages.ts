/** Says what went wrong, or what a handler of the server had to say, in the corner of the page. */

import { type HandlerMessage, Problem, Unreachable } from "../api/problem.js";
import { type MessageKey, t } from "../i18n/i18n.js";
import { categoryOf, said } from "../i18n/said.js";
import type { NoticeKind } from "../store/notices.js";
import type { Store } from "../store/store.js";

const KIND_OF_TYPE: Readonly<Record<string, NoticeKind>> = {
  Error: "danger",
  Warning: "warning",
  Success: "positive",
};

const HEADLINES: Readonly<Record<number, MessageKey>> = {
  400: "problem.wrong",
  401: "problem.signed-out",
  403: "problem.forbidden",
  404: "problem.missing",
  409: "problem.conflict",
  412: "problem.stale",
  429: "problem.wait",
  500: "problem.broken",
  503: "problem.unavailable",
};

/** Shows an error: the handlers' own messages when they refused, else what the server says. */
export function tell(store: Store, error: unknown): void {
  if (error instanceof Problem && error.messages.length > 0) return tellMessages(store, error.messages);
  store.dispatch({ type: "notice/shown", notice: { kind: "danger", ...wordsFor(error) } });
}

/** Shows messages that handlers left, each with its category, text and type. */
export function tellMessages(store: Store, messages: readonly HandlerMessage[]): void {
  for (const message of messages) {
    const kind = KIND_OF_TYPE[message.type] ?? "default";
    const notice = { kind, headline: categoryOf(message.category), text: said(message) };
    store.dispatch({ type: "notice/shown", notice });
  }
}

/** Shows that something went well. */
export function tellDone(store: Store, headline: string, text = ""): void {
  store.dispatch({ type: "notice/shown", notice: { kind: "positive", headline, text } });
}

function wordsFor(error: unknown): { readonly headline: string; readonly text: string } {
  if (error instanceof Problem) return { headline: t(HEADLINES[error.status] ?? "problem.refused"), text: wordsOf(error) };
  if (error instanceof Unreachable) return { headline: t("error.unreachable"), text: "" };
  return { headline: t("error.unexpected", { message: String(error) }), text: "" };
}

/** What was wrong, and with which fields where that is not said already. */
export function wordsOf(problem: Problem): string {
  const whole = said({ ...problem, message: problem.detail || problem.title });
  const more = problem.errors
    .map((error) => ({ name: error.label ?? error.field, text: said(error) }))
    .filter(({ text }) => !whole.includes(text));
  return [whole, ...more.map(({ name, text }) => `${name}: ${text}`)].join("\n");
}
