/** One thing of the administration that a page has open: read with its version, and watched for what others do to it. */

import type { ReactiveController } from "lit";
import type { Answer } from "../api/client.js";
import { Problem } from "../api/problem.js";
import type { AppElement } from "../shell/element.js";
import { tell } from "../shell/messages.js";
import type { OpenEntity, Refusal, Touch } from "../store/entities.js";

/** `none`: nothing is open, or something new. */
export type EntityPhase = "none" | OpenEntity["phase"];

/** Numbers whoever has something open, and their questions. */
let instances = 0;
let requests = 0;

export class Entity<T> implements ReactiveController {
  readonly #id = ++instances;
  #key = "";
  #seen: OpenEntity | undefined;
  #stop: (() => void) | undefined;

  /** @param path gives the address below the management API, by key. */
  constructor(
    private readonly host: AppElement,
    private readonly path: (key: string) => string,
  ) {
    host.addController(this);
  }

  get phase(): EntityPhase {
    return this.#open?.phase ?? "none";
  }

  get data(): T | undefined {
    return this.#open?.data as T | undefined;
  }

  get etag(): string | undefined {
    return this.#open?.etag;
  }

  /** What others did to it since it was asked for. */
  get touch(): Touch | undefined {
    return this.data === undefined ? undefined : this.#open?.touch;
  }

  hostConnected(): void {
    this.#stop = this.host.services.store.subscribe(() => this.#look());
    if (this.#key !== "") void this.reload();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#close();
  }

  /** Opens another one; nothing for an empty key. */
  open(key: string): void {
    this.#key = key;
    this.#close();
    if (key !== "") void this.reload();
  }

  async reload(): Promise<void> {
    const { store, client } = this.host.services;
    const [id, request] = [this.#id, ++requests];
    store.dispatch({ type: "entity/asked", id, key: this.#key, request });
    try {
      const { data, etag } = await client.send<T>("GET", this.path(this.#key));
      store.dispatch({ type: "entity/read", id, request, data, etag });
    } catch (error) {
      const why = refusalOf(error);
      if (why === "failed" && this.#open?.asked === request) tell(store, error);
      store.dispatch({ type: "entity/failed", id, request, why });
    }
  }

  /** Takes what a write was answered with. */
  take(key: string, { data, etag }: Answer<T>): void {
    this.#key = key;
    this.host.services.store.dispatch({ type: "entity/written", id: this.#id, key, data, etag });
  }

  get #open(): OpenEntity | undefined {
    return this.host.services.store.state.entities[this.#id];
  }

  #close(): void {
    this.host.services.store.dispatch({ type: "entity/closed", id: this.#id });
  }

  #look(): void {
    const open = this.#open;
    if (open === this.#seen) return;
    this.#seen = open;
    this.host.requestUpdate();
    if (open?.stale && open.asked === undefined) void this.reload();
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Problem)) return "failed";
  return error.status === 404 ? "missing" : error.status === 403 ? "refused" : "failed";
}
