/** A document that the tree is to show: what is missing on the way to it is loaded, wherever it is in long lists. */

import type { Client } from "../api/client.js";
import { placeAmongSiblings } from "../api/tree.js";
import { BIN, ROOT, type TreeState, pageOf } from "../store/tree.js";
import type { TreeLoader } from "./loader.js";

/** What a list, and a document in it, are called. */
type Step = readonly [list: string, key: string];

export class Goal {
  readonly #steps: readonly Step[];
  /** The lists in which the server had to tell where the document is, and whether it has. */
  readonly #sought = new Map<string, "asked" | "told">();

  /** @param way what stands above the document, outermost first; beginning with the bin for what is there. */
  constructor(
    readonly key: string,
    way: readonly string[],
    private readonly client: Client,
    private readonly loader: TreeLoader,
  ) {
    const [first = key] = way;
    const steps = [...way, key].map((one, at, all): Step => [all[at - 1] ?? ROOT, one]);
    this.#steps = first === BIN ? steps.slice(1) : steps;
  }

  /** Loads the next part that is missing; gives whether there is anything to wait for. */
  pursue({ lists }: TreeState): boolean {
    const step = this.#steps.find(([list, key]) => !lists[list]?.keys.includes(key));
    if (step === undefined) return false;
    const [list, key] = step;
    const pages = Object.values(lists[list]?.pages ?? {});
    if (pages.length === 0) this.loader.want(list, 0);
    else if (!pages.includes("asked") && !pages.includes("overtaken")) return this.#seek(list, key);
    return true;
  }

  /** Has the page loaded on which a document is; once for each list. */
  #seek(list: string, key: string): boolean {
    const sought = this.#sought.get(list);
    if (sought !== undefined) return sought === "asked";
    this.#sought.set(list, "asked");
    const told = (): unknown => this.#sought.set(list, "told");
    void placeAmongSiblings(this.client, key).then(
      (place) => {
        told();
        this.loader.want(list, pageOf(place));
      },
      told, // It stays where it is found: in the search, and by its address.
    );
    return true;
  }
}
