/** Keeps what the page knows of the user's imports up to date, and sends their files, whichever page is open. */

import {
  type FoundFile,
  type ImportAnswer,
  type LeftOut,
  discardImport,
  ownImports,
  readImport,
  sendFiles,
  startImport,
} from "../api/imports.js";
import type { Client } from "../api/client.js";
import { Problem, isPassing } from "../api/problem.js";
import { wordsOf } from "../shell/messages.js";
import type { Store } from "../store/store.js";
import { slices } from "./slices.js";

const PAUSES = [1_000, 2_000, 5_000, 10_000];

export class ImportKeeper {
  readonly #sending = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {
    store.subscribe((_, { type }) => (type === "session/left" ? this.#sending.clear() : this.#look()));
  }

  /** Whether files are being sent: that ends with the page, and with the session. */
  get isSending(): boolean {
    return this.#sending.size > 0;
  }

  /** Sends the files of an import, and starts it; goes on after a cut of the line until it is done or refused. */
  async upload(answer: ImportAnswer, files: readonly FoundFile[], passedOver: readonly LeftOut[]): Promise<void> {
    const { key } = answer;
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    this.store.dispatch({ type: "upload/begun", answer, total, passedOver });
    this.#sending.add(key);
    try {
      let sent = 0;
      for (const slice of slices(files)) {
        if (!(await this.#insist(key, () => sendFiles(this.client, key, slice)))) return;
        sent += slice.reduce((sum, { file }) => sum + file.size, 0);
        this.store.dispatch({ type: "upload/moved", key, sent });
      }
      const started = await this.#insist(key, () => startImport(this.client, key));
      if (!started) return;
      this.store.dispatch({ type: "import/read", answer: started });
      this.store.dispatch({ type: "upload/ended", key });
    } finally {
      this.#sending.delete(key);
    }
  }

  /** Discards an import, or stops it after its present batch. */
  async discard(key: string): Promise<void> {
    const answer = await discardImport(this.client, key).catch((error: unknown) => {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    });
    this.#sending.delete(key); // Not before: whoever is told that it failed finds the upload going on.
    if (answer === undefined || answer.state === "discarded") this.store.dispatch({ type: "import/forgotten", key });
    else this.store.dispatch({ type: "import/read", answer });
  }

  /** Tries until the server answers; gives nothing when it refused, or when the import was discarded meanwhile. */
  async #insist(key: string, act: () => Promise<ImportAnswer>): Promise<ImportAnswer | undefined> {
    for (let failures = 0; this.#sending.has(key); failures += 1) {
      try {
        return await act();
      } catch (error) {
        if (!isPassing(error)) return this.#refused(key, error);
        this.store.dispatch({ type: "upload/cut", key });
        await this.#pause(PAUSES[failures] ?? PAUSES.at(-1)!);
      }
    }
    return undefined;
  }

  #refused(key: string, error: unknown): undefined {
    const gone = error instanceof Problem && error.status === 404;
    if (gone) this.store.dispatch({ type: "import/missing", key });
    else this.store.dispatch({ type: "upload/refused", key, problem: error instanceof Problem ? wordsOf(error) : String(error) });
  }

  /** Waits, but not longer than until there is a network again. */
  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        removeEventListener("online", go);
        resolve();
      };
      const timer = setTimeout(go, milliseconds);
      addEventListener("online", go);
    });
  }

  #look(): void {
    const { session, imports } = this.store.state;
    if (session.kind !== "signed-in" || !session.user.trees.includes("documents")) return;
    if (imports.phase === "stale") void this.#list();
    for (const { answer, phase, lost } of imports.runs) if (phase === "stale" && !lost) void this.#read(answer.key);
  }

  async #list(): Promise<void> {
    this.store.dispatch({ type: "imports/asked" });
    try {
      this.store.dispatch({ type: "imports/listed", items: (await ownImports(this.client)).items });
    } catch {
      this.store.dispatch({ type: "imports/failed" }); // It is asked again when the line is back.
    }
  }

  async #read(key: string): Promise<void> {
    this.store.dispatch({ type: "import/asked", key });
    try {
      this.store.dispatch({ type: "import/read", answer: await readImport(this.client, key) });
    } catch (error) {
      const gone = error instanceof Problem && error.status === 404;
      this.store.dispatch({ type: gone ? "import/missing" : "import/failed", key });
    }
  }
}
