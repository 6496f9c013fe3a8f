/** Brings the pages of the tree that somebody looks at, once each, and again when they are stale or the server was away. */

import type { Client } from "../api/client.js";
import { isPassing } from "../api/problem.js";
import { Retry } from "../api/retry.js";
import { loadPage } from "../api/tree.js";
import { tell } from "../shell/messages.js";
import { type PageState, hasFailed } from "../store/tree.js";
import type { Store } from "../store/store.js";

export class TreeLoader {
  readonly #retry = new Retry(() => this.store.dispatch({ type: "tree/retried" }));

  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {}

  /** Makes sure that a page is, or soon will be, up to date. */
  want(list: string, page: number): void {
    if (isMissing(this.store.state.tree.lists[list]?.pages[page])) void this.#load(list, page);
  }

  async #load(list: string, page: number): Promise<void> {
    this.store.dispatch({ type: "tree/asked", list, page });
    try {
      const { items, total } = await loadPage(this.client, this.store.state.tree, list, page);
      this.store.dispatch({ type: "tree/loaded", list, page, items, total });
      if (!Object.values(this.store.state.tree.lists).some(hasFailed)) this.#retry.end();
    } catch (error) {
      this.store.dispatch({ type: "tree/failed", list, page });
      tell(this.store, error);
      if (isPassing(error)) this.#retry.later();
    }
  }
}

function isMissing(state: PageState | undefined): boolean {
  return state === undefined || state === "stale";
}
