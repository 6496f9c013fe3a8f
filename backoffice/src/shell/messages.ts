/** Says what went wrong, or what a handler of the server had to say, at the top of the page. */

import { type HandlerMessage, Problem, Unreachable } from "../api/problem.js";
import { type MessageKey, t } from "../i18n/i18n.js";
import { categoryOf, said } from "../i18n/said.js";
import type { Notice, NoticeKind } from "../store/notices.js";
import type { Store } from "../store/store.js";
import { partsOf, placeOf } from "./router.js";

const KIND_OF_TYPE: Readonly<Record<string, NoticeKind>> = {
  Error: "danger",
  Warning: "warning",
  Success: "positive",
};

/** What a refusal is called: the words of HTTP are not an editor's. */
const HEADLINES: Readonly<Record<number, MessageKey>> = {
  400: "problem.wrong",
  401: "problem.signed-out",
  403: "problem.forbidden",
  404: "problem.missing",
  409: "problem.conflict",
  412: "problem.stale",
  429: "problem.wait",
  500: "problem.broken",
  502: "error.unreachable",
  503: "problem.unavailable",
  504: "error.unreachable",
};

const SIGNED_OUT = 401;

/** What a notice says, and how serious it is. */
export type Message = Omit<Notice, "id" | "place">;

/** What a message is about, when that may not be what is open by then. */
export interface About {
  /** As `placeOf` gives it. */
  readonly place: string;
  /** By which it is called at any other place; empty when it needs no name there. */
  readonly name?: string;
}

/** Shows an error: the handlers' own messages when they refused, else what the server says. */
export function tell(store: Store, error: unknown, about?: About): void {
  show(store, saidOf(error), about);
}

/** Shows messages that handlers left, each with its category, text and type. */
export function tellMessages(store: Store, messages: readonly HandlerMessage[], about?: About): void {
  show(store, messages.map(spoken), about);
}

/** Shows that something went well. */
export function tellDone(store: Store, headline: string, text = "", about?: About): void {
  show(store, [{ kind: "positive", headline, text }], about);
}

/** Takes back what was said about the last attempt, because there is another one. */
export function forget(store: Store, { place }: About = { place: here() }): void {
  store.dispatch({ type: "notice/retried", place });
}

/** What there is to say about an error; nothing when the sign-in is over: then the door says so. */
export function saidOf(error: unknown): readonly Message[] {
  if (!(error instanceof Problem)) return [{ kind: "danger", ...wordsFor(error) }];
  if (error.status === SIGNED_OUT) return [];
  return error.messages.length > 0 ? error.messages.map(spoken) : [{ kind: "danger", ...wordsFor(error) }];
}

function show(store: Store, messages: readonly Message[], { place, name = "" }: About = { place: here() }): void {
  for (const { headline, ...message } of messages) {
    const named = name && place !== here() ? `${name}: ${headline}` : headline;
    store.dispatch({ type: "notice/shown", notice: { ...message, headline: named, place } });
  }
}

function here(): string {
  return placeOf(partsOf(location.pathname));
}

function spoken(message: HandlerMessage): Message {
  return { kind: KIND_OF_TYPE[message.type] ?? "default", headline: categoryOf(message.category), text: said(message) };
}

function wordsFor(error: unknown): Pick<Message, "headline" | "text" | "cut"> {
  if (error instanceof Unreachable) return { headline: t("error.unreachable"), text: "", cut: true };
  if (error instanceof Problem) {
    const headline = HEADLINES[error.status] ?? "problem.refused";
    return { headline: t(headline), text: wordsOf(error), ...(headline === "error.unreachable" ? { cut: true } : {}) };
  }
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
