/** Brings the pages of the tree that somebody looks at, once each, and again when they are stale. */

import type { Client } from "../api/client.js";
import { loadPage } from "../api/tree.js";
import { tell } from "../shell/messages.js";
import type { PageState } from "../store/tree.js";
import type { Store } from "../store/store.js";

export class TreeLoader {
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
    } catch (error) {
      this.store.dispatch({ type: "tree/failed", list, page });
      tell(this.store, error);
    }
  }
}

function isMissing(state: PageState | undefined): boolean {
  return state === undefined || state === "stale";
}
