/** Brings documents into the store and changes back to the server; the store decides what they mean together. */

import type { Client } from "../api/client.js";
import { DocumentWriter, type Root, readDocument } from "../api/documents.js";
import { Problem } from "../api/problem.js";
import { tell, tellMessages } from "../shell/messages.js";
import { type Loaded, type OpenDocument } from "../store/documents.js";
import type { Store } from "../store/store.js";

const NOT_FOUND = 404;
const STALE = 412;

export class DocumentKeeper {
  constructor(
    private readonly store: Store,
    private readonly client: Client,
    private readonly root: Root = "/document",
  ) {}

  /** Sees to it that a document is in the store, and that it is the newest. */
  want(key: string): void {
    const known = this.store.state.documents[key];
    const isStale = known?.kind === "open" && known.stale && !known.saving;
    if (known === undefined || isStale) void this.load(key);
  }

  async load(key: string): Promise<void> {
    this.store.dispatch({ type: "document/asked", key });
    try {
      this.store.dispatch({ type: "document/loaded", key, loaded: await readDocument(this.client, key, this.root) });
    } catch (error) {
      if (error instanceof Problem && error.status === NOT_FOUND) this.store.dispatch({ type: "document/gone", key });
      else tell(this.store, error);
    }
  }

  /**
   * Does something to an open document, based on the version that is shown. Who was overtaken is shown the newer
   * version beside the own changes.
   *
   * @returns whether it was done.
   */
  async write(key: string, work: (writer: DocumentWriter) => Promise<Loaded>): Promise<boolean> {
    const open = this.store.state.documents[key];
    if (open?.kind !== "open" || open.saving) return false;
    this.store.dispatch({ type: "document/saving", key });
    try {
      const loaded = await work(new DocumentWriter(this.client, key, open.base.etag, this.root));
      this.store.dispatch({ type: "document/saved", key, loaded });
      tellMessages(this.store, loaded.document.messages);
      return true;
    } catch (error) {
      await this.#refused(key, open, error);
      return false;
    }
  }

  async #refused(key: string, before: OpenDocument, error: unknown): Promise<void> {
    const errors = error instanceof Problem ? error.errors : [];
    this.store.dispatch({ type: "document/refused", key, errors });
    if (!(error instanceof Problem && error.status === STALE)) tell(this.store, error);
    if (error instanceof Problem && before.kind === "open") await this.load(key); // Some of it may have been done.
  }
}
