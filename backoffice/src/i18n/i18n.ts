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
document.documentElement.lang = current;
let named: ReadonlyMap<string, string> = new Map();

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
    filled(tables[current][key], values);
}

/** Fills in what a text names, with numbers as people in this language write them. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text
    .replace(/\{(\w+):([^|}]*)\|([^}]*)\}/g, (_, name: string, one: string, more: string) => (isOne(values[name]) ? one : more))
    .replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      return typeof value === "number" ? value.toLocaleString(current) : value;
    });
}

function isOne(count: string | number | undefined): boolean {
  return new Intl.PluralRules(current).select(Number(count)) === "one";
}

/** Gives a text of the shell. Sections that are loaded later bring tables of their own. */
export const t = translator<MessageKey>(TABLES);

/** The word for an open name of the server, such as what the audit log calls an action; the name itself without one. */
export function wordFor(group: string, alias: string): string {
  const key = `${group}.${alias}`;
  return key in en ? t(key as MessageKey) : alias;
}

/** Writes a moment as people in this language do: the time alone for today. */
export function moment(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const today = at.toDateString() === now.toDateString();
  const style = today ? { timeStyle: "short" as const } : { dateStyle: "medium" as const, timeStyle: "short" as const };
  return new Intl.DateTimeFormat(current, style).format(at);
}

/** Writes a moment with its day, which is named where that is today or yesterday. */
export function dayAndTime(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const days = [0, -1].find((away) => at.toDateString() === new Date(now.getFullYear(), now.getMonth(), now.getDate() + away).toDateString());
  if (days === undefined) return new Intl.DateTimeFormat(current, { dateStyle: "medium", timeStyle: "short" }).format(at);
  const day = new Intl.RelativeTimeFormat(current, { numeric: "auto" }).format(days, "day");
  return `${day}, ${new Intl.DateTimeFormat(current, { timeStyle: "short" }).format(at)}`;
}

/** Writes a moment with everything that there is to say about it. */
export function wholeMoment(iso: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: "full", timeStyle: "long" }).format(new Date(iso));
}

/** Writes a day that has no time, such as `2030-01-31`. */
export function wholeDay(day: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: "full", timeZone: "UTC" }).format(new Date(day));
}

/** What a culture such as `de-DE` is called: as the desk named it, else as people in the language of the page do. */
export function languageName(culture: string): string {
  return named.get(culture) ?? nameOfCulture(culture) ?? culture;
}

/** Takes the names that the desk gave its languages, by culture. */
export function nameLanguages(names: ReadonlyMap<string, string>): void {
  named = names;
  changes.dispatchEvent(new Event("change"));
}

/** What people usually call a culture; nothing for what is no culture code. */
export function nameOfCulture(code: string): string | undefined {
  try {
    const name = new Intl.DisplayNames(current, { type: "language", fallback: "none" }).of(code.trim());
    return name && name.toLowerCase() !== code.trim().toLowerCase() ? name : undefined;
  } catch {
    return undefined;
  }
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

/** Calls something whenever the language changes. */
export function whenLanguageChanges(then: () => void): void {
  changes.addEventListener("change", then);
}

/** Draws everything again that shows words. */
export function redraw(): void {
  changes.dispatchEvent(new Event("change"));
}

function show(next: Language): void {
  current = next;
  document.documentElement.lang = next;
  redraw();
}

function chosen(): Language | undefined {
  const kept = localStorage.getItem(PLACE);
  return kept !== null && kept in TABLES ? (kept as Language) : undefined;
}

function spoken(tags: readonly string[]): Language {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is Language => tag in TABLES) ?? "en";
}
