/** The words of the page: two small tables, checked by the compiler to hold the same keys. */

import type { LitElement, ReactiveController } from "lit";
import { de } from "./de.js";
import { en } from "./en.js";

export type MessageKey = keyof typeof en;
export type Language = "en" | "de";

export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

const TABLES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, de };
const PLACE = "copydesk.language";
const changes = new EventTarget();

let current: Language = chosen() ?? spoken(navigator.languages);

/** The language of the page. */
export function language(): Language {
  return current;
}

/** Changes the language of the page, and remembers it in this browser. */
export function setLanguage(next: Language): void {
  localStorage.setItem(PLACE, next);
  show(next);
}

/** Takes the language that the user has just given their profile, in this browser too. */
export function useLanguage(tag: string): void {
  setLanguage(spoken([tag]));
}

/** Takes the language of the user's profile, unless another one was chosen in this browser. */
export function preferLanguage(tag: string): void {
  show(chosen() ?? spoken([tag]));
}

/**
 * Gives texts of a table in the language of the page, with `{name}` filled in, and of `{count:document|documents}` the
 * form that goes with one, or with more.
 */
export function translator<Key extends string>(tables: Readonly<Record<Language, Readonly<Record<Key, string>>>>) {
  return (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
    tables[current][key]
      .replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, more: string) => (isOne(values[name]) ? one : more))
      .replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function isOne(count: string | number | undefined): boolean {
  return new Intl.PluralRules(current).select(Number(count)) === "one";
}

/** Gives a text of the shell. Sections that are loaded later bring tables of their own. */
export const t = translator<MessageKey>(TABLES);

/** Writes a moment as people in this language do: the time alone for today. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const today = at.toDateString() === now.toDateString();
  const style = today ? { timeStyle: "short" as const } : { dateStyle: "medium" as const, timeStyle: "short" as const };
  return new Intl.DateTimeFormat(current, style).format(at);
}

/** What a culture such as `de-DE` is called in the language of the page. */
export function languageName(culture: string): string {
  return new Intl.DisplayNames(current, { type: "language" }).of(culture) ?? culture;
}

/** Draws an element again when the language changes. */
export class LanguageController implements ReactiveController {
  readonly #draw = (): void => this.host.requestUpdate();

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    changes.addEventListener("change", this.#draw);
  }

  hostDisconnected(): void {
    changes.removeEventListener("change", this.#draw);
  }
}

function show(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  changes.dispatchEvent(new Event("change"));
}

function chosen(): Language | undefined {
  const kept = localStorage.getItem(PLACE);
  return kept !== null && kept in TABLES ? (kept as Language) : undefined;
}

function spoken(tags: readonly string[]): Language {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is Language => tag in TABLES) ?? "en";
}
