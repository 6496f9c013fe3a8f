/** What the server says, in the language of the page: by the code that comes with each of its texts. */

import { language, redraw, whenLanguageChanges } from "./i18n.js";

/** A text of the server: `code` says which sentence it is, `parameters` what it names. */
export interface Said {
  readonly message: string;
  readonly code?: string | undefined;
  readonly parameters?: Readonly<Record<string, string | number>> | undefined;
}

type Words = typeof import("./said/words.js");

let words: Words | undefined;
let loading: Promise<void> | undefined;

whenLanguageChanges(() => void loadSaid());

/** Fetches the words that are needed in the language of the page. The server itself speaks English. */
export function loadSaid(): Promise<void> {
  if (language() !== "de" || words !== undefined) return Promise.resolve();
  loading ??= import("./said/words.js").then(
    (loaded) => {
      words = loaded;
      redraw();
    },
    () => void (loading = undefined), // Until another try the server's own text stands there.
  );
  return loading;
}

/** Gives a text of the server in the language of the page; the server's own where there are no words for its code. */
export function said({ message, code, parameters = {} }: Said): string {
  return (language() === "de" && code !== undefined && words?.sentenceOf(code, parameters)) || message;
}

/** Gives the heading of a handler's message. */
export function categoryOf(category: string): string {
  return language() === "de" && words !== undefined ? words.categoryOf(category) : category;
}
