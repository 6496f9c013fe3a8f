/** The document types that editors need, each asked for once until one of them changes. */

import type { Client } from "../api/client.js";
import { readType } from "../api/documents.js";
import type { DocumentType, PropertyType } from "../api/model.js";
import { Source } from "../live/events.js";
import type { Store } from "../store/store.js";

export class TypeCatalog {
  readonly #types = new Map<string, Promise<DocumentType>>();

  constructor(
    store: Store,
    private readonly client: Client,
  ) {
    store.subscribe((_, action) => {
      const changed = action.type === "live/event" && action.event.eventSource === Source.DocumentType;
      if (changed || action.type === "live/reset" || action.type === "session/left") this.#types.clear();
      if (action.type === "live/connected" && !action.whole) this.#types.clear();
    });
  }

  get(alias: string): Promise<DocumentType> {
    const known = this.#types.get(alias) ?? readType(this.client, alias);
    this.#types.set(alias, known);
    known.catch(() => this.#types.delete(alias));
    return known;
  }
}

export interface Group {
  readonly heading: string;
  readonly properties: readonly PropertyType[];
}

/** The properties of a type under their headings; those without one come first. */
export function groupsOf(type: DocumentType): readonly Group[] {
  const all = [...type.inheritedProperties, ...type.properties];
  const headings = new Set(["", ...all.map(({ group }) => group)]);
  return [...headings]
    .map((heading) => ({ heading, properties: all.filter(({ group }) => group === heading) }))
    .filter(({ properties }) => properties.length > 0);
}
