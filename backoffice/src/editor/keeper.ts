/** Brings documents into the store and changes back to the server; the store decides what they mean together. */

import type { Client } from "../api/client.js";
import { DocumentWriter, type DraftBody, type Loaded, type Root, readDocument } from "../api/documents.js";
import { Problem } from "../api/problem.js";
import { type About, forget, tell, tellMessages } from "../shell/messages.js";
import { placeOf } from "../shell/router.js";
import type { Store } from "../store/store.js";
import { type Edits, bodyOf } from "../store/fields.js";

/** Where documents are. */
export interface Home {
  /** In the management API. */
  readonly root: Root;
  /** Where they are edited: the address without the key. */
  readonly address: readonly string[];
}

const NOT_FOUND = 404;
const STALE = 412;

/** Numbers the questions of all keepers, since several may ask for one document. */
let requests = 0;

export class DocumentKeeper {
  /** The writes that are on their way, with whether they were done: the next one is based on what comes of them. */
  readonly #writes = new Map<string, Promise<boolean>>();

  constructor(
    private readonly store: Store,
    private readonly client: Client,
    private readonly home: Home = { root: "/document", address: ["content"] },
  ) {}

  /** Sees to it that a document is in the store, and that it is the newest. */
  want(key: string): void {
    const known = this.store.state.documents[key];
    const isBusy = known !== undefined && (known.asked !== undefined || (known.kind === "open" && known.saving !== undefined));
    if (known === undefined || (known.stale && !isBusy)) void this.load(key);
  }

  async load(key: string): Promise<void> {
    const request = ++requests;
    this.store.dispatch({ type: "document/asked", key, request });
    try {
      this.store.dispatch({ type: "document/loaded", key, request, loaded: await this.read(key) });
    } catch (error) {
      const isGone = error instanceof Problem && error.status === NOT_FOUND;
      this.store.dispatch({ type: isGone ? "document/gone" : "document/failed", key, request });
      if (!isGone) tell(this.store, error, this.about(key));
    }
  }

  /** Reads the newest, for those who give it to the store as the answer to a write. */
  read(key: string): Promise<Loaded> {
    return readDocument(this.client, key, this.home.root);
  }

  /** What messages about a document are about, wherever one is by then. */
  about(key: string): About {
    const known = this.store.state.documents[key];
    const open = known?.kind === "gone" ? known.was : known;
    return { place: placeOf([...this.home.address, key]), name: open?.kind === "open" ? open.base.document.name : "" };
  }

  /** The write of a document that is on its way, if there is one; gives whether it was done. */
  writing(key: string): Promise<boolean> | undefined {
    return this.#writes.get(key);
  }

  /**
   * Does something to an open document that leaves its draft alone, based on the version that is shown; what was changed
   * here stays as it is. Who was overtaken is shown the newer version beside the own changes.
   *
   * @param dropped the changes that it does away with.
   * @returns whether it was done; if not, the page says why.
   */
  async write(key: string, work: (writer: DocumentWriter) => Promise<Loaded>, dropped: Edits = {}): Promise<boolean> {
    return this.#told(key, () => this.attempt(key, work, dropped));
  }

  /** Writes what was changed here, as `write` does. */
  async save(key: string, work: (writer: DocumentWriter, draft: DraftBody) => Promise<Loaded>): Promise<boolean> {
    if (this.#writes.has(key)) await this.#turn(key);
    const open = this.store.state.documents[key];
    const edits = open?.kind === "open" ? open.edits : {};
    return this.#told(key, () => this.attempt(key, (writer) => work(writer, bodyOf(edits)), edits));
  }

  /**
   * Does what `write` does, for those who say themselves what went wrong.
   *
   * @param sent the changes that the write carries, or does away with.
   * @param seen the tag of the version that it is based on, when that is not the one that is shown.
   * @returns whether it was done; not when the document is not open any more.
   * @throws Problem, Unreachable
   */
  async attempt(
    key: string,
    work: (writer: DocumentWriter) => Promise<Loaded>,
    sent: Edits = {},
    seen?: string,
  ): Promise<boolean> {
    while (this.#writes.has(key)) await this.#turn(key);
    const written = this.#write(key, work, sent, seen);
    const done = written.catch(() => false).finally(() => this.#writes.delete(key));
    this.#writes.set(key, done);
    await done;
    return written;
  }

  /** Waits until no write of a document is on its way. */
  async #turn(key: string): Promise<void> {
    for (let before = this.#writes.get(key); before !== undefined; before = this.#writes.get(key)) await before;
  }

  async #write(
    key: string,
    work: (writer: DocumentWriter) => Promise<Loaded>,
    sent: Edits,
    seen: string | undefined,
  ): Promise<boolean> {
    const open = this.store.state.documents[key];
    if (open?.kind !== "open" || open.saving) return false;
    const about = this.about(key);
    forget(this.store, about);
    this.store.dispatch({ type: "document/saving", key, sent });
    try {
      const loaded = await work(new DocumentWriter(this.client, key, seen ?? open.base.etag, this.home.root));
      this.store.dispatch({ type: "document/saved", key, loaded });
      tellMessages(this.store, loaded.document.messages, about);
      return true;
    } catch (error) {
      await this.#refused(key, error);
      throw error;
    }
  }

  async #told(key: string, attempt: () => Promise<boolean>): Promise<boolean> {
    const about = this.about(key);
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Problem && error.status === STALE)) tell(this.store, error, about);
      return false;
    }
  }

  async #refused(key: string, error: unknown): Promise<void> {
    this.store.dispatch({ type: "document/refused", key, errors: error instanceof Problem ? error.errors : [] });
    await this.load(key); // Some of it may have been done.
  }
}
