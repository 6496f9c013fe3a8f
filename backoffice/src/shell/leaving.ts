/** Leaving what was changed and not saved: forms say so while they are on the page, and whoever goes elsewhere asks. */

import type { ReactiveController } from "lit";
import type { AppElement } from "./element.js";

/** Whether something that a form holds differs from what is stored. */
export function differs(changed: unknown, stored: unknown): boolean {
  return JSON.stringify(changed) !== JSON.stringify(stored);
}

/** What would be lost: changes, or what is shown only once. */
export type Loss = "changes" | "secret";

export class Leaving {
  /**
   * @param kept tells whether there are changes that another page takes nothing from, but the end of the session does.
   * @param sending tells whether files are being sent, which ends with the session.
   */
  constructor(
    private readonly kept: () => boolean = () => false,
    private readonly sending: () => boolean = () => false,
  ) {}

  readonly #forms = new Map<() => boolean, Loss>();
  #asking: Promise<boolean> | undefined;

  /** Asks the user whether this may be lost. */
  ask: (losses: ReadonlySet<Loss>) => Promise<boolean> = async () => true;
  /** Asks the user whether what is being sent may be cut off. */
  askToCut: () => Promise<boolean> = async () => true;

  /** Whether anything on the page would be lost. */
  get unsaved(): boolean {
    return this.#losses.size > 0;
  }

  get #losses(): ReadonlySet<Loss> {
    return new Set([...this.#forms].filter(([isChanged]) => isChanged()).map(([, loss]) => loss));
  }

  /** Whether a question is open. */
  get asking(): boolean {
    return this.#asking !== undefined;
  }

  /** Remembers a form until the returned function is called. */
  watch(isChanged: () => boolean, loss: Loss = "changes"): () => void {
    this.#forms.set(isChanged, loss);
    return () => this.#forms.delete(isChanged);
  }

  /** Whether the page may be left; asks once, and only when something would be lost. */
  allowed(): Promise<boolean> {
    return this.#allowed(this.#losses);
  }

  /** Whether the session may be ended; asks as `allowed` does, and about what is being sent. */
  async allowedToEnd(): Promise<boolean> {
    const losses = this.kept() ? new Set<Loss>([...this.#losses, "changes"]) : this.#losses;
    return (await this.#allowed(losses)) && (!this.sending() || this.askToCut());
  }

  #allowed(losses: ReadonlySet<Loss>): Promise<boolean> {
    if (losses.size === 0) return Promise.resolve(true);
    this.#asking ??= this.ask(losses).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Lets the browser ask before the page is closed or loaded anew. */
  begin(): void {
    addEventListener("beforeunload", (event) => (this.unsaved || this.kept()) && event.preventDefault());
  }
}

/** A form that must not be left without a word; as long as it is on the page. */
export class Unsaved implements ReactiveController {
  #stop: (() => void) | undefined;

  constructor(
    private readonly host: AppElement,
    private readonly isChanged: () => boolean,
    private readonly loss: Loss = "changes",
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = this.host.services.leaving.watch(this.isChanged, this.loss);
  }

  hostDisconnected(): void {
    this.#stop?.();
  }
}
