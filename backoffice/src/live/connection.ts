/** Keeps the line to the live events, for ever, and goes on after a cut exactly where it was. */

import type { Reset, ServerEvent } from "./events.js";

/** One connection to the hub; after its end another one is made. */
export interface Line {
  /** Resolves when the hub has let us in and tells us everything from then on; gives the place from which on it does. */
  open(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface LineHandlers {
  notify(event: ServerEvent): void;
  reset(reset: Reset): void;
  ended(): void;
}

/** Makes a line that begins after `cursor`, or with what comes next. */
export type Connect = (cursor: string | undefined, handlers: LineHandlers) => Line;

/** What the rest of the page hears. */
export interface Listener {
  /** `whole` tells whether everything since the page's first look at the server has been, or will be, heard of. */
  connected(whole: boolean): void;
  disconnected(): void;
  offline(): void;
  event(event: ServerEvent): void;
  /** What was missed cannot be told: whatever was loaded may be out of date. */
  reset(): void;
}

/** Where the cursor outlives a reload of the tab. */
export interface CursorKeeper {
  get(): string | undefined;
  set(cursor: string): void;
}

const DELAYS = [0, 2_000, 5_000, 10_000];
const LAST_DELAY = 30_000;
/** After this many failed attempts in a row we no longer speak of a short break. */
const PATIENCE = 3;

export class LiveConnection {
  #line: Line | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Something happened during an attempt that makes it worthwhile to try again at once. */
  #hurried = false;

  constructor(
    private readonly connect: Connect,
    private readonly cursor: CursorKeeper,
    private readonly listener: Listener,
  ) {}

  start(): void {
    if (this.#line === undefined && this.#timer === undefined) void this.#open();
  }

  async stop(): Promise<void> {
    const line = this.#forget();
    await line?.close();
  }

  /** Tries at once instead of at the end of the pause, for example when the machine wakes up. */
  hurry(): void {
    this.#hurried = this.#timer === undefined;
    if (this.#hurried) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#open();
  }

  /** The network is gone: does not wait until the line notices. */
  lost(): void {
    const line = this.#line;
    if (line === undefined) return;
    this.#retry();
    void line.close().catch(() => undefined);
  }

  async #open(): Promise<void> {
    const from = this.cursor.get();
    const isCurrent = (): boolean => this.#line === line;
    const line: Line = this.connect(from, {
      notify: (event) => isCurrent() && this.#hear(event),
      reset: (reset) => isCurrent() && this.#reset(reset),
      ended: () => isCurrent() && this.#retry(),
    });
    this.#line = line;
    try {
      const place = await line.open();
      if (!isCurrent()) return;
      this.#failures = 0;
      this.#hurried = false;
      if (place !== undefined && this.cursor.get() === undefined) this.cursor.set(place);
      this.listener.connected(from !== undefined);
    } catch {
      if (isCurrent()) this.#retry();
    }
  }

  #hear(event: ServerEvent): void {
    this.listener.event(event);
    if (event.position !== undefined) this.cursor.set(event.position);
  }

  #reset(reset: Reset): void {
    this.cursor.set(reset.position);
    this.listener.reset();
  }

  #retry(): void {
    this.#forget();
    const delay = this.#hurried ? 0 : (DELAYS[this.#failures] ?? LAST_DELAY);
    this.#hurried = false;
    this.#failures += 1;
    if (this.#failures > PATIENCE) this.listener.offline();
    else this.listener.disconnected();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#open();
    }, delay);
  }

  #forget(): Line | undefined {
    const line = this.#line;
    this.#line = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return line;
  }
}
