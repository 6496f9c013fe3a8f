/** One thing of the administration that a page has open: read with its version, and watched for what others do to it. */

import type { ReactiveController } from "lit";
import type { Answer } from "../api/client.js";
import { Problem } from "../api/problem.js";
import type { AppElement } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import type { Touch } from "../store/touches.js";

/** `none`: nothing is open, or something new. */
export type EntityPhase = "none" | "loading" | "ready" | "missing" | "refused" | "failed";

/** Something may have been missed: nobody knows what, or by whom. */
const DOUBT: Touch = { gone: false, actorKey: undefined, at: undefined };

export class Entity<T> implements ReactiveController {
  phase: EntityPhase = "none";
  data: T | undefined;
  etag: string | undefined;
  #key = "";
  /** The last request; answers to earlier ones are of no use. */
  #request = 0;
  #seen: Touch | undefined;
  #doubt = false;
  #stop: (() => void) | undefined;

  /** @param path gives the address below the management API, by key. */
  constructor(
    private readonly host: AppElement,
    private readonly path: (key: string) => string,
  ) {
    host.addController(this);
  }

  /** What others did to it since it was read. */
  get touch(): Touch | undefined {
    if (this.data === undefined) return undefined;
    const touch = this.host.services.store.state.touches[this.#key];
    if (touch !== this.#seen) return touch;
    return this.#doubt ? DOUBT : undefined;
  }

  hostConnected(): void {
    let touches = this.host.services.store.state.touches;
    this.#stop = this.host.services.store.subscribe((state, action) => {
      if (action.type === "live/reset" || (action.type === "live/connected" && !action.whole)) this.#doubt = true;
      else if (state.touches === touches) return;
      touches = state.touches;
      this.host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  /** Opens another one; nothing for an empty key. */
  open(key: string): void {
    this.#key = key;
    this.#request += 1;
    this.data = this.etag = undefined;
    this.phase = "none";
    if (key !== "") void this.reload();
  }

  async reload(): Promise<void> {
    const request = ++this.#request;
    if (this.data === undefined) this.phase = "loading";
    this.#look();
    try {
      const answer = await this.host.services.client.send<T>("GET", this.path(this.#key));
      if (request === this.#request) this.#show(answer);
    } catch (error) {
      if (request === this.#request) this.#failed(error);
    }
    this.host.requestUpdate();
  }

  /** Takes what a write was answered with; whatever is still on its way is older. */
  take(key: string, answer: Answer<T>): void {
    this.#key = key;
    this.#request += 1;
    this.#look();
    this.#show(answer);
  }

  #show({ data, etag }: Answer<T>): void {
    this.data = data;
    this.etag = etag;
    this.phase = "ready";
  }

  /** From here on, only what comes later counts as somebody's doing. */
  #look(): void {
    this.#seen = this.host.services.store.state.touches[this.#key];
    this.#doubt = false;
  }

  #failed(error: unknown): void {
    if (error instanceof Problem && error.status === 404) this.phase = "missing";
    else if (error instanceof Problem && error.status === 403) this.phase = "refused";
    else {
      this.phase = this.data === undefined ? "failed" : this.phase;
      tell(this.host.services.store, error);
    }
  }
}
