/** Single documents: reading, writing, publishing. */

import type { Answer, Client } from "./client.js";
import type { DocumentAnswer, DocumentType, JsonValue, ScheduleLine, SegmentItem } from "./model.js";
import { type FieldError, type HandlerMessage, Problem } from "./problem.js";

/** A document as the server answered it, with the tag of that version. */
export interface Loaded {
  readonly document: DocumentAnswer;
  readonly etag: string;
}

/** What the server is told of a change. */
export interface DraftBody {
  readonly variants: readonly { readonly name: JsonValue; readonly culture: string | null }[];
  readonly values: readonly {
    readonly alias: string;
    readonly culture: string | null;
    readonly segment: string | null;
    readonly value: JsonValue;
  }[];
}

/** What became of a branch that was published. */
export interface BranchAnswer {
  readonly success: boolean;
  readonly items: readonly {
    readonly key: string;
    readonly name: string;
    readonly success: boolean;
    readonly result: string;
    readonly errors: readonly FieldError[];
  }[];
  readonly messages: readonly HandlerMessage[];
}

/** Where the management API has what is edited: documents of the tree, or blueprints. */
export type Root = "/document" | "/document-blueprint";

export type BranchFilter = "default" | "includeUnpublished" | "forceRepublish" | "all";

export async function readDocument(client: Client, key: string, root: Root = "/document"): Promise<Loaded> {
  return loadedOf(await client.send<DocumentAnswer>("GET", `${root}/${key}`));
}

/** What a document is called; `null` when it is not there, or not for the caller. */
export async function nameOfDocument(client: Client, key: string): Promise<string | null> {
  try {
    return (await readDocument(client, key)).document.name;
  } catch (error) {
    if (error instanceof Problem && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}

export function readType(client: Client, alias: string): Promise<DocumentType> {
  return client.get(`/document-type/by-alias/${encodeURIComponent(alias)}`);
}

/** The segments that the server is set up with. */
export async function readSegments(client: Client): Promise<readonly SegmentItem[]> {
  return (await client.get<{ readonly items: readonly SegmentItem[] }>("/segment", { take: 500 })).items;
}

/** Writes a document; every way but the branch answers with the document as it is then. */
export class DocumentWriter {
  constructor(
    private readonly client: Client,
    private readonly key: string,
    /** The version that the writer has seen. */
    private readonly etag: string,
    private readonly root: Root = "/document",
  ) {}

  save(draft: DraftBody): Promise<Loaded> {
    return this.#put("", draft);
  }

  saveAndPublish(draft: DraftBody, cultures: readonly string[]): Promise<Loaded> {
    return this.#put("/save-and-publish", { ...draft, cultures });
  }

  /** Puts a blueprint in a folder; `null` is the top. */
  moveToFolder(folderKey: string | null): Promise<Loaded> {
    return this.#put("/move", { folderKey });
  }

  unpublish(cultures: readonly string[]): Promise<Loaded> {
    return this.#put("/unpublish", { cultures });
  }

  sendToPublication(): Promise<Loaded> {
    return this.#put("/send-to-publication");
  }

  schedule(schedule: readonly ScheduleLine[]): Promise<Loaded> {
    return this.#put("/schedule", { schedule });
  }

  async publishBranch(cultures: readonly string[], filter: BranchFilter): Promise<BranchAnswer> {
    const path = `/document/${this.key}/publish-with-descendants`;
    return (await this.client.send<BranchAnswer>("PUT", path, { body: { cultures, filter }, ifMatch: this.etag })).data;
  }

  async rollBack(versionId: number): Promise<Loaded> {
    const options = { body: { versionId }, ifMatch: this.etag };
    return loadedOf(await this.client.send<DocumentAnswer>("POST", `/document/${this.key}/rollback`, options));
  }

  async #put(path: string, body?: unknown): Promise<Loaded> {
    const options = { ifMatch: this.etag, ...(body === undefined ? {} : { body }) };
    return loadedOf(await this.client.send<DocumentAnswer>("PUT", `${this.root}/${this.key}${path}`, options));
  }
}

function loadedOf({ data, etag }: Answer<DocumentAnswer>): Loaded {
  return { document: data, etag: etag ?? `"${data.version}"` };
}
