/** Puts documents beside others: shows it at once, tells the server one step after the other, and says what came of it. */

import type { TreeItem } from "../api/model.js";
import { move, placeAmong } from "../api/structure.js";
import { t } from "../i18n/i18n.js";
import type { AppElement } from "../shell/element.js";
import { tell, tellMessages } from "../shell/messages.js";
import { ROOT, emptyList } from "../store/tree.js";
import { type Beside, stepOf } from "./drop.js";
import { Rights } from "./rights.js";

export class Ordering {
  #rights: Rights | undefined;
  /** The steps before: each begins when the one before is over, so that they arrive in their order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly host: AppElement,
    private readonly say: (words: string) => void,
  ) {}

  /** Puts a document beside another one, of the same parent or of another one. */
  place(node: TreeItem, drop: Beside): Promise<void> {
    return this.#next(() => this.#place(node, drop));
  }

  /** Puts a document past its neighbour, as they stand when its turn has come. */
  step(node: TreeItem, step: -1 | 1): Promise<void> {
    return this.#next(async () => {
      const drop = stepOf(node, step, this.host.services.store.state.tree);
      if (drop) await this.#place(node, drop);
    });
  }

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn;
    return turn;
  }

  async #place(node: TreeItem, drop: Beside): Promise<void> {
    const { store, client } = this.host.services;
    const stays = (node.parentKey ?? undefined) === drop.parent;
    const list = drop.parent ?? ROOT;
    const { before, after } = drop;
    try {
      if (!(await this.#known.learn(node, drop))) return this.#refuse(node);
      if (stays) store.dispatch({ type: "tree/placed", list, key: node.key, before, after });
      const words = stays ? this.#placed(node, list) : undefined; // Later, an older answer may be shown for a moment.
      const done = stays
        ? await placeAmong(client, drop.parent, [{ key: node.key, before, after }])
        : await move(client, node.key, drop.parent, before ?? after ? { before, after } : await this.#first(list));
      tellMessages(store, done.messages);
      this.say(words ?? this.#placed(node, list));
    } catch (error) {
      store.dispatch({ type: "tree/doubted", list });
      this.say(t("order.failed", { name: node.name }));
      tell(store, error);
    }
  }

  /** Before what a document goes that is to be the first below another one. */
  async #first(list: string): Promise<{ readonly before?: string }> {
    const first = this.host.services.store.state.tree.lists[list]?.keys[0];
    return first === undefined ? {} : { before: first };
  }

  #placed(node: TreeItem, list: string): string {
    const { keys, total } = this.host.services.store.state.tree.lists[list] ?? emptyList;
    const place = keys.indexOf(node.key) + 1;
    return place > 0 ? t("order.placed", { name: node.name, place, total }) : t("order.moved", { name: node.name });
  }

  #refuse(node: TreeItem): void {
    const headline = t("order.forbidden", { name: node.name });
    this.say(headline);
    this.host.services.store.dispatch({ type: "notice/shown", notice: { kind: "warning", headline, text: "" } });
  }

  get #known(): Rights {
    return (this.#rights ??= new Rights(this.host.services.store, this.host.services.client));
  }
}
