/** What the elements of the page work with, put together once. */

import { createContext } from "@lit/context";
import { Client } from "./api/client.js";
import { currentUser, refresh, signIn, signOut } from "./api/security.js";
import { Session } from "./api/session.js";
import { Problem } from "./api/problem.js";
import { sameJson } from "./editor/fields.js";
import { TypeCatalog } from "./editor/types.js";
import { ImportKeeper } from "./importing/keeper.js";
import { preferLanguage } from "./i18n/i18n.js";
import { loadSaid } from "./i18n/said.js";
import { LiveConnection } from "./live/connection.js";
import { Source } from "./live/events.js";
import { cursorInTab, hubOf } from "./live/hub.js";
import { Leaving } from "./shell/leaving.js";
import { tell } from "./shell/messages.js";
import { LanguageKeeper } from "./store/language-keeper.js";
import { isUnsaved } from "./store/state.js";
import { PeopleFinder } from "./store/people-finder.js";
import { Store } from "./store/store.js";

export class Services {
  readonly store = new Store();
  readonly session: Session = new Session(() => refresh(this.client));
  readonly client: Client = new Client(this.session, crypto.getRandomValues(new Uint32Array(4)).join("-"));
  readonly people = new PeopleFinder(this.store, this.client);
  readonly leaving = new Leaving(() => isUnsaved(this.store.state));
  readonly languages = new LanguageKeeper(this.store, this.client);
  readonly types = new TypeCatalog(this.store, this.client);
  readonly imports = new ImportKeeper(this.store, this.client);
  #live: LiveConnection | undefined;

  /** Takes up the sign-in that this browser kept, and follows it in all tabs. */
  async begin(): Promise<void> {
    this.session.watchOtherTabs();
    this.session.addEventListener("change", () => void this.#follow());
    addEventListener("offline", () => this.#live?.lost());
    addEventListener("online", () => this.#live?.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#live?.hurry());
    this.store.subscribe((_, action) => {
      if (action.type === "live/event" && action.event.eventSource === Source.CurrentUser) void this.#enter();
    });
    this.client.refused = () => void this.#doubt();
    await this.#follow();
  }

  /** @throws Problem when the server refuses. */
  async signIn(email: string, password: string): Promise<void> {
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
    this.store.dispatch({ type: "session/left", ended: false });
    // Whatever the server says, this browser forgets the sign-in.
    if (!everywhere) await signOut(this.client).catch(() => undefined);
    this.session.end();
  }

  async #follow(): Promise<void> {
    const { session } = this.store.state;
    const known = session.kind === "signed-in" ? session.user.key : undefined;
    if (known !== undefined && known !== this.session.user) await this.#leave();
    if (this.session.user !== undefined) await this.#enter();
    else await this.#hangUp();
  }

  async #enter(): Promise<void> {
    this.store.dispatch({ type: "session/entering" });
    void loadSaid(); // Beside the question who this is: the words are most often in the browser's language.
    try {
      const user = await currentUser(this.client);
      preferLanguage(user.language);
      await loadSaid();
      this.store.dispatch({ type: "session/entered", user });
      this.#listen(user.key);
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) this.session.end();
      else tell(this.store, error);
      if (this.store.state.session.kind === "entering") this.store.dispatch({ type: "session/left", ended: false });
    }
  }

  /** Reads the rights again after a refusal: nobody is told when those of a whole group change. */
  async #doubt(): Promise<void> {
    const { session } = this.store.state;
    if (session.kind !== "signed-in") return;
    const user = await currentUser(this.client).catch(() => undefined); // A sign-in that is over says so elsewhere.
    if (user !== undefined && !sameJson(user, session.user)) this.store.dispatch({ type: "session/entered", user });
  }

  async #leave(): Promise<void> {
    this.store.dispatch({ type: "session/left", ended: true });
    await this.#hangUp();
  }

  #listen(userKey: string): void {
    const { store } = this;
    this.#live ??= new LiveConnection(hubOf(this.session), cursorInTab(userKey), {
      connected: (whole) => store.dispatch({ type: "live/connected", whole }),
      disconnected: () => store.dispatch({ type: "live/disconnected" }),
      offline: () => store.dispatch({ type: "live/offline" }),
      event: (event) => store.dispatch({ type: "live/event", event, own: event.origin === this.client.tab }),
      reset: () => store.dispatch({ type: "live/reset" }),
    });
    this.#live.start();
  }

  async #hangUp(): Promise<void> {
    const live = this.#live;
    this.#live = undefined;
    await live?.stop();
  }
}

export const servicesContext = createContext<Services>("services");
