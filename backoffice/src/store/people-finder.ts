/** Asks the server for the names of people, many at once and each only once. */

import type { Client } from "../api/client.js";
import { t } from "../i18n/i18n.js";
import type { Store } from "./store.js";

interface Named {
  readonly key: string;
  readonly name: string;
}

const MOST = 100;

export class PeopleFinder {
  readonly #asked = new Set<string>();
  #waiting: string[] = [];

  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {}

  /** The name of somebody; until it is known, a word for somebody. Elements that use it select `people`. */
  nameOf(key: string | null | undefined): string {
    if (!key) return t("people.system");
    const known = this.store.state.people[key];
    if (known === undefined) this.#ask(key);
    return known ?? t("people.somebody");
  }

  #ask(key: string): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#waiting.push(key);
    if (this.#waiting.length === 1) queueMicrotask(() => void this.#fetch());
  }

  async #fetch(): Promise<void> {
    const keys = this.#waiting.splice(0, MOST);
    const found = await this.client.get<readonly Named[]>("/item/user", { key: keys }).catch(() => []);
    const names = Object.fromEntries(found.map(({ key, name }) => [key, name]));
    this.store.dispatch({ type: "people/named", names });
    if (this.#waiting.length > 0) await this.#fetch();
  }
}
