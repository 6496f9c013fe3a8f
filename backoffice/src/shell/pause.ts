/** Waiting until somebody who types pauses, so that not every key asks the server. */

const PAUSE_MILLISECONDS = 200;

export class Pause {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Does something after the pause, in place of what was to be done before. */
  before(act: () => void): void {
    this.stop();
    this.#timer = setTimeout(act, PAUSE_MILLISECONDS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
