/** What the elements of the page work with, put together once. */

import { createContext } from "@lit/context";
import { Client } from "./api/client.js";
import { Retry } from "./api/retry.js";
import { type CurrentUser, currentUser, refresh, signIn, signOut } from "./api/security.js";
import { Session } from "./api/session.js";
import { Problem } from "./api/problem.js";
import { sameJson } from "./store/fields.js";
import { TypeCatalog } from "./editor/types.js";
import { ImportKeeper } from "./importing/keeper.js";
import { preferLanguage } from "./i18n/i18n.js";
import { loadSaid } from "./i18n/said.js";
import { LiveConnection } from "./live/connection.js";
import { Source } from "./live/events.js";
import { cursorInTab, hubOf } from "./live/hub.js";
import { Leaving, type Loss } from "./shell/leaving.js";
import { LanguageKeeper } from "./store/language-keeper.js";
import { isUnsaved } from "./store/state.js";
import { PeopleFinder } from "./store/people-finder.js";
import { Store } from "./store/store.js";

export class Services {
  readonly store = new Store();
  readonly session: Session = new Session(() => refresh(this.client));
  readonly client: Client = new Client(this.session, crypto.getRandomValues(new Uint32Array(4)).join("-"));
  readonly people = new PeopleFinder(this.store, this.client);
  readonly leaving: Leaving = new Leaving(() => this.#lostWithSession());
  readonly languages = new LanguageKeeper(this.store, this.client);
  readonly types = new TypeCatalog(this.store, this.client);
  readonly imports = new ImportKeeper(this.store, this.client);
  readonly #retry = new Retry(() => void this.#enter());
  #live: LiveConnection | undefined;
  #parting: Promise<void> = Promise.resolve();
  /** How often it was asked who is signed in; only the last answer counts. */
  #asked = 0;

  /** Takes up the sign-in that this browser kept, and follows it in all tabs. */
  async begin(): Promise<void> {
    this.session.watchOtherTabs();
    this.session.addEventListener("change", () => void this.#follow());
    addEventListener("offline", () => this.#live?.lost());
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    this.store.subscribe((_, action) => {
      if (action.type === "live/event" && action.event.eventSource === Source.CurrentUser) void this.#enter();
    });
    // A refusal may be the first sign that rights have changed.
    this.client.refused = () => this.store.state.session.kind === "signed-in" && void this.#enter();
    this.client.back = () => this.store.dispatch({ type: "server/back" });
    await this.#follow();
  }

  /** Tries at once what waits for the server. */
  hurry(): void {
    this.#retry.hurry();
    this.#live?.hurry();
  }

  /** @throws Problem when the server refuses. */
  async signIn(email: string, password: string): Promise<void> {
    await this.#parting; // The end of the last sign-in must not be that of the next one.
    this.session.begin(await signIn(this.client, email, password));
  }

  /**
   * Ends the sign-in, unless its user would rather stay with what is not saved.
   *
   * @param everywhere all sign-ins of the user; throws, and ends none here, when the server does not do that.
   */
  async signOut(everywhere = false): Promise<void> {
    if (!(await this.leaving.allowedToEnd())) return;
    if (everywhere) await signOut(this.client, true);
    this.session.part();
    if (!everywhere) this.#parting = this.#part();
    void this.#leave(false);
    if (everywhere) this.session.end();
    await this.#parting;
  }

  async #part(): Promise<void> {
    const { epoch } = this.session;
    await signOut(this.client).catch(() => undefined); // Whatever the server says, this browser forgets the sign-in.
    if (epoch === this.session.epoch) this.session.end();
  }

  #lostWithSession(): readonly Loss[] {
    const lost: Loss[] = isUnsaved(this.store.state) ? ["changes"] : [];
    return this.imports.isSending ? [...lost, "files"] : lost;
  }

  async #follow(): Promise<void> {
    const { session } = this.store.state;
    const known = session.kind === "signed-in" ? session.user.key : undefined;
    if (known !== undefined && known !== this.session.user) await this.#leave(true);
    if (this.session.user !== undefined) await this.#enter();
    else if (session.kind === "entering") await this.#leave(false);
    else await this.#hangUp();
  }

  async #enter(): Promise<void> {
    this.store.dispatch({ type: "session/entering" });
    void loadSaid(); // Beside the question who this is: the words are most often in the browser's language.
    const { epoch } = this.session;
    const asked = ++this.#asked;
    const isLast = (): boolean => asked === this.#asked && epoch === this.session.epoch;
    try {
      const user = await currentUser(this.client);
      if (!isLast()) return;
      preferLanguage(user.language);
      await loadSaid();
      if (isLast()) this.#entered(user);
    } catch (error) {
      if (isLast()) this.#unanswered(error);
    }
  }

  #entered(user: CurrentUser): void {
    const { session } = this.store.state;
    this.#retry.end();
    const isKnown = session.kind === "signed-in" && sameJson(user, session.user);
    if (!isKnown) this.store.dispatch({ type: "session/entered", user });
    this.#listen(user.key);
  }

  /** Only a refusal ends the sign-in; a server that does not answer is asked again. */
  #unanswered(error: unknown): void {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) return this.session.end();
    this.store.dispatch({ type: "session/waiting" });
    this.#retry.later();
  }

  /** @param ended by the server, or in another tab, while its user was at work. */
  async #leave(ended: boolean): Promise<void> {
    this.store.dispatch({ type: "session/left", ended });
    await this.#hangUp();
  }

  async #hangUp(): Promise<void> {
    this.#retry.end();
    const live = this.#live;
    this.#live = undefined;
    await live?.stop();
  }

  #listen(userKey: string): void {
    const { store } = this;
    this.#live ??= new LiveConnection(hubOf(this.session), cursorInTab(userKey), {
      connected: (whole) => {
        store.dispatch({ type: "live/connected", whole });
        if (!whole) void this.#enter(); // What the rights have lost before the line was there, it does not tell.
      },
      disconnected: () => store.dispatch({ type: "live/disconnected" }),
      offline: () => store.dispatch({ type: "live/offline" }),
      event: (event) => store.dispatch({ type: "live/event", event, own: event.origin === this.client.tab }),
      reset: () => store.dispatch({ type: "live/reset" }),
    });
    this.#live.start();
  }
}

export const servicesContext = createContext<Services>("services");
