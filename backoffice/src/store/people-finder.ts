/** Asks the server for the names of people, many at once and each only once, until one of them may have changed. */

import type { Client } from "../api/client.js";
import { t } from "../i18n/i18n.js";
import { Source } from "../live/events.js";
import type { Action } from "./state.js";
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
  ) {
    store.subscribe((_, action) => this.#hear(action));
  }

  /** The name of somebody; until it is known, a word for somebody. Elements that use it select `people`. */
  nameOf(key: string | null | undefined): string {
    if (!key) return t("people.system");
    const known = this.store.state.people[key];
    if (known === undefined) this.#ask(key);
    return known ?? t("people.somebody");
  }

  /** What may have changed is asked for anew, and until then shown as it was. */
  #hear(action: Action): void {
    if (action.type === "session/left") this.#forget();
    else if (action.type === "live/reset" || (action.type === "live/connected" && !action.whole)) this.#askAnew([...this.#asked]);
    else if (action.type === "live/event" && action.event.eventSource === Source.User) this.#askAnew([action.event.key]);
  }

  #forget(): void {
    this.#asked.clear();
    this.#waiting = [];
  }

  #askAnew(keys: readonly string[]): void {
    for (const key of keys) if (this.#asked.delete(key)) this.#ask(key);
  }

  #ask(key: string): void {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#waiting.push(key);
    if (this.#waiting.length === 1) queueMicrotask(() => void this.#fetch());
  }

  async #fetch(): Promise<void> {
    const keys = this.#waiting.splice(0, MOST);
    try {
      const found = await this.client.get<readonly Named[]>("/item/user", { key: keys });
      const names = Object.fromEntries(found.map(({ key, name }) => [key, name]));
      this.store.dispatch({ type: "people/named", names });
    } catch {
      for (const key of keys) this.#asked.delete(key); // Whoever needs the name next asks again.
    }
    if (this.#waiting.length > 0) await this.#fetch();
  }
}
