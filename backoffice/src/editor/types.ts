/** Brings the document types that editors need into the store, once each, and again when they are out of date. */

import type { Client } from "../api/client.js";
import { readType } from "../api/documents.js";
import type { DocumentType, PropertyType } from "../api/model.js";
import { tell } from "../shell/messages.js";
import type { Store } from "../store/store.js";

export class TypeCatalog {
  constructor(
    private readonly store: Store,
    private readonly client: Client,
  ) {}

  /** Sees to it that a type is, or soon will be, in the store as it is now. */
  want(alias: string): void {
    const phase = this.store.state.types[alias]?.phase;
    if (phase === undefined || phase === "stale") void this.load(alias);
  }

  /** Reads a type into the store; says what went wrong where nothing of it is known. */
  async load(alias: string): Promise<void> {
    try {
      await this.#read(alias);
    } catch (error) {
      if (this.store.state.types[alias]?.type === undefined) tell(this.store, error);
    }
  }

  /** @throws Problem, Unreachable */
  async get(alias: string): Promise<DocumentType> {
    const known = this.store.state.types[alias];
    return known?.phase === "fresh" && known.type ? known.type : this.#read(alias);
  }

  async #read(alias: string): Promise<DocumentType> {
    this.store.dispatch({ type: "type/asked", alias });
    try {
      const documentType = await readType(this.client, alias);
      this.store.dispatch({ type: "type/loaded", alias, documentType });
      return documentType;
    } catch (error) {
      this.store.dispatch({ type: "type/failed", alias });
      throw error;
    }
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
