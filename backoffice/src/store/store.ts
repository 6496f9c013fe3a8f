/** One store. Its reducers are the only place where anything changes what the page knows. */

import type { LitElement, ReactiveController } from "lit";
import { type Action, type State, initialState, reduce } from "./state.js";

export class Store {
  #state: State;
  readonly #listeners = new Set<(state: State, action: Action) => void>();

  constructor(state: State = initialState) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  dispatch(action: Action): void {
    this.#state = reduce(this.#state, action);
    for (const listener of [...this.#listeners]) listener(this.#state, action);
  }

  /** Calls `listener` after each action; returns how to stop that. */
  subscribe(listener: (state: State, action: Action) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Gives an element its part of the state, and draws it again when that part becomes another one. */
export class Selection<T> implements ReactiveController {
  #value: T | undefined;
  #stop: (() => void) | undefined;

  /**
   * @param store gives the store, from when the element is connected on.
   * @param select must give the same object as long as nothing changed.
   */
  constructor(
    private readonly host: LitElement,
    private readonly store: () => Store,
    private readonly select: (state: State) => T,
  ) {
    host.addController(this);
  }

  get value(): T {
    return this.select(this.store().state);
  }

  hostConnected(): void {
    this.#value = this.value;
    this.#stop = this.store().subscribe(() => this.#look());
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  #look(): void {
    const value = this.value;
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.host.requestUpdate();
  }
}
