/** Tries something again, after longer and longer pauses. */

const PAUSES = [2_000, 5_000, 10_000];
const LAST_PAUSE = 30_000;

export class Retry {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(private readonly again: () => void) {}

  /** Tries again after a pause, once for all that failed until then. */
  later(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.hurry(), PAUSES[this.#failures] ?? LAST_PAUSE);
    this.#failures += 1;
  }

  /** Tries at once instead of at the end of the pause. */
  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.again();
  }

  /** It went well, or is not wanted any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
  }
}
