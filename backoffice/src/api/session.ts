/**
 * The sign-in of this browser, which all its tabs share: continued before anybody notices, ended everywhere at once.
 *
 * The access token stays in memory. What it is renewed with is in a cookie that no script reads; all that tabs leave
 * each other is the key of the user.
 */

export interface SignedIn {
  readonly userKey: string;
  readonly accessToken: string;
}

/** Continues the sign-in; `undefined` when it is over. */
export type Continue = () => Promise<SignedIn | undefined>;

const PLACE = "copydesk.user";

/** Dispatches `change` when somebody comes or goes. */
export class Session extends EventTarget {
  #accessToken: string | undefined;
  #renewing: Promise<string | undefined> | undefined;
  #epoch = 0;

  constructor(
    private readonly proceed: Continue,
    private readonly storage: Storage = localStorage,
  ) {
    super();
  }

  /** The key of whoever is signed in. */
  get user(): string | undefined {
    return this.storage.getItem(PLACE) ?? undefined;
  }

  get accessToken(): string | undefined {
    return this.#accessToken;
  }

  /** Another number each time somebody comes or goes: what was asked before then is no longer anybody's business. */
  get epoch(): number {
    return this.#epoch;
  }

  begin({ userKey, accessToken }: SignedIn): void {
    this.#accessToken = accessToken;
    this.storage.setItem(PLACE, userKey);
    this.#tell();
  }

  /** Ends it, in all tabs. */
  end(): void {
    this.#accessToken = undefined;
    this.storage.removeItem(PLACE);
    this.#tell();
  }

  /** Its user goes: what they asked for is not waited for, while the server is told. */
  part(): void {
    this.#epoch += 1;
    this.#renewing = undefined;
  }

  /** Hears who comes and goes in other tabs. */
  watchOtherTabs(): void {
    addEventListener("storage", ({ key }) => {
      if (key !== PLACE && key !== null) return;
      this.#accessToken = undefined;
      this.#tell();
    });
  }

  /**
   * Gives a token newer than the one that was refused; parallel calls share one exchange. Without an answer the
   * sign-in stays as it is, and the error goes to the caller.
   */
  async renew(refused?: string): Promise<string | undefined> {
    if (this.#accessToken !== undefined && this.#accessToken !== refused) return this.#accessToken;
    const renewing = (this.#renewing ??= this.#proceed());
    try {
      return await renewing;
    } finally {
      if (this.#renewing === renewing) this.#renewing = undefined;
    }
  }

  async #proceed(): Promise<string | undefined> {
    const { user: before, epoch } = this;
    const signedIn = before === undefined ? undefined : await this.proceed();
    if (epoch !== this.epoch) return undefined;
    if (signedIn === undefined) {
      if (before !== undefined) this.end();
      return undefined;
    }
    this.#accessToken = signedIn.accessToken;
    if (signedIn.userKey !== before) this.begin(signedIn);
    return signedIn.accessToken;
  }

  #tell(): void {
    this.part();
    this.dispatchEvent(new Event("change"));
  }
}
