/** The sign-in of this browser: kept for all its tabs, continued before anybody notices, ended everywhere at once. */

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userKey: string;
}

/** Exchanges a refresh token, which is good for one use; `undefined` when the sign-in is over. */
export type Exchange = (refreshToken: string) => Promise<Tokens | undefined>;

const PLACE = "copydesk.session";

/**
 * Keeps the tokens. Several tabs share one sign-in, so whoever renews them takes a lock that holds in all tabs, and
 * looks first whether another tab was faster.
 */
export class Session extends EventTarget {
  #renewing: Promise<Tokens | undefined> | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly storage: Storage = localStorage,
  ) {
    super();
  }

  get tokens(): Tokens | undefined {
    const kept = this.storage.getItem(PLACE);
    return kept === null ? undefined : (JSON.parse(kept) as Tokens);
  }

  /** Begins a sign-in. */
  begin(tokens: Tokens): void {
    this.storage.setItem(PLACE, JSON.stringify(tokens));
    this.#tell();
  }

  /** Ends it, in all tabs. */
  end(): void {
    this.storage.removeItem(PLACE);
    this.#tell();
  }

  /** Hears of a sign-in or sign-out in another tab. */
  watchOtherTabs(): void {
    addEventListener("storage", (event) => {
      if (event.key === PLACE || event.key === null) this.#tell();
    });
  }

  /**
   * Gives tokens newer than the access token that was refused; parallel calls share one exchange. Without an answer
   * the sign-in stays as it is, and the error goes to the caller.
   */
  renew(refused: string): Promise<Tokens | undefined> {
    this.#renewing ??= this.#alone(() => this.#newerThan(refused)).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #newerThan(refused: string): Promise<Tokens | undefined> {
    const kept = this.tokens;
    if (kept === undefined || kept.accessToken !== refused) return kept;
    const renewed = await this.exchange(kept.refreshToken);
    if (renewed) this.storage.setItem(PLACE, JSON.stringify(renewed));
    else this.end();
    return renewed;
  }

  // Locks exist only where the page came encrypted or from this machine.
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const locks: LockManager | null | undefined = navigator.locks;
    return locks ? (locks.request(PLACE, work) as Promise<T>) : work();
  }

  #tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}
