/** What the user may do at documents: asked for once, and again when the sign-in is another one. */

import type { Client } from "../api/client.js";
import { type TreeItem, Verb } from "../api/model.js";
import { verbsOf } from "../api/rights.js";
import type { SessionState } from "../store/session.js";
import type { Store } from "../store/store.js";
import { type Drop, parentsOf } from "./drop.js";

export class Rights {
  #session: SessionState | undefined;
  #known: Readonly<Record<string, readonly string[]>> = {};

  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {}

  /** Whether a document may go there; `undefined` as long as that is not known: then it is asked for by `learn`. */
  allow(dragged: TreeItem, drop: Drop): boolean | undefined {
    this.#forgetFormer();
    const needed = parentsOf(dragged, drop);
    if (needed.some((key) => this.#known[key] === undefined)) return undefined;
    if (drop.kind === "onto" && drop.target === undefined) return this.#may(Verb.Delete, dragged.key);
    const target = drop.kind === "onto" ? drop.target?.key : drop.parent;
    const stays = (dragged.parentKey ?? undefined) === target;
    const mayMove = stays || (this.#may(Verb.Move, dragged.key) && this.#may(Verb.Move, target));
    return mayMove && (drop.kind === "onto" || this.#may(Verb.Sort, target));
  }

  async learn(dragged: TreeItem, drop: Drop): Promise<boolean> {
    this.#forgetFormer();
    const session = this.#session;
    const unknown = parentsOf(dragged, drop).filter((key) => this.#known[key] === undefined);
    const found = unknown.length > 0 ? await verbsOf(this.client, unknown) : {};
    if (session === this.#session) this.#known = { ...this.#known, ...found };
    return this.allow(dragged, drop) ?? false;
  }

  /** `undefined` is the root. */
  #may(verb: string, key: string | undefined): boolean {
    if (key !== undefined) return this.#known[key]?.includes(verb) ?? false;
    const session = this.#session;
    if (session?.kind !== "signed-in") return false;
    return session.user.hasDocumentRootAccess && session.user.verbs.includes(verb);
  }

  #forgetFormer(): void {
    const { session } = this.store.state;
    if (session === this.#session) return;
    this.#session = session;
    this.#known = {};
  }
}
