/** Gives an element a list of the administration, and fetches it again whenever it has become out of date. */

import type { ReactiveController } from "lit";
import { Problem } from "../api/problem.js";
import type { AppElement } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import type { ListItems, ListName, Listing } from "../store/lists.js";
import { type Fetch, LISTS } from "./lists.js";

export class ListLoader<Name extends ListName> implements ReactiveController {
  #query: string;
  #stop: (() => void) | undefined;
  #seen: unknown;

  /** @param query which part of the list is wanted, as the query of an address. */
  constructor(
    private readonly host: AppElement,
    private readonly name: Name,
    query = "",
  ) {
    this.#query = query;
    host.addController(this);
  }

  get value(): Listing<ListItems[Name]> {
    return this.host.services.store.state.lists[this.name];
  }

  /** Asks for another part of the list; what is shown stays until it is there. */
  show(query: string): void {
    if (query === this.#query) return;
    this.#query = query;
    this.#look();
  }

  hostConnected(): void {
    this.#stop = this.host.services.store.subscribe(() => this.#look());
    queueMicrotask(() => this.#look());
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  #look(): void {
    const { phase, query } = this.value;
    if (this.#seen !== this.value) {
      this.#seen = this.value;
      this.host.requestUpdate();
    }
    if (phase === "stale" || query !== this.#query) void this.#load(this.#query);
  }

  async #load(query: string): Promise<void> {
    const { store, client } = this.host.services;
    const list = this.name;
    store.dispatch({ type: "list/asked", list, query });
    try {
      const fetch: Fetch<ListItems[Name]> = LISTS[list];
      store.dispatch({ type: "list/loaded", list, query, ...(await fetch(client, query)) });
    } catch (error) {
      const refused = error instanceof Problem && (error.status === 401 || error.status === 403);
      if (!refused && this.value.items.length > 0) tell(store, error); // An empty page says so itself.
      store.dispatch({ type: "list/failed", list, query, refused });
    }
  }
}
