/** Keeps the languages of the desk in the store for whoever is signed in, and tells the page what they are called. */

import type { Language } from "../api/admin.js";
import type { Client } from "../api/client.js";
import { Problem } from "../api/problem.js";
import { nameLanguages } from "../i18n/i18n.js";
import type { State } from "./state.js";
import type { Store } from "./store.js";

const LIST = { list: "languages", query: "" } as const;

export class LanguageKeeper {
  #named: readonly Language[] = [];

  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {
    store.subscribe((state) => this.#look(state));
  }

  /**
   * The languages as they are known; asked for where they are not.
   *
   * @throws Problem, Unreachable
   */
  async all(): Promise<readonly Language[]> {
    const { phase, items } = this.store.state.lists.languages;
    return phase === "fresh" ? items : this.#read();
  }

  #read(): Promise<readonly Language[]> {
    return this.client.get("/language");
  }

  #look({ session, lists: { languages } }: State): void {
    if (languages.items !== this.#named) {
      this.#named = languages.items;
      nameLanguages(namesOf(languages.items));
    }
    if (session.kind === "signed-in" && languages.phase === "stale") void this.#load();
  }

  async #load(): Promise<void> {
    this.store.dispatch({ type: "list/asked", ...LIST });
    try {
      const items = await this.#read();
      this.store.dispatch({ type: "list/loaded", ...LIST, items, total: items.length });
    } catch (error) {
      // The usual names do until the next change; a page that shows the list says what is wrong with it.
      const refused = error instanceof Problem && (error.status === 401 || error.status === 403);
      this.store.dispatch({ type: "list/failed", ...LIST, refused });
    }
  }
}

/** A language whose name is its code was given none. */
function namesOf(languages: readonly Language[]): ReadonlyMap<string, string> {
  return new Map(languages.flatMap(({ code, name }) => (name && name !== code ? [[code, name] as const] : [])));
}
