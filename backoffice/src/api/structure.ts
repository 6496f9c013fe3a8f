/** Where documents are: creating, moving, copying, sorting, the recycle bin. */

import type { Client } from "./client.js";
import type { DocumentAnswer, DocumentTypeItem } from "./model.js";
import type { HandlerMessage } from "./problem.js";

/** A write was done; what handlers had to say to it. */
export interface Done {
  readonly messages: readonly HandlerMessage[];
}

export interface BlueprintItem {
  readonly key: string;
  readonly name: string;
  readonly typeAlias: string;
  readonly typeName: string;
  readonly icon: string;
  /** The folder it is in; `null` at the top. */
  readonly folderKey: string | null;
}

export interface Name {
  readonly culture: string | null;
  readonly name: string;
}

/** `undefined` is the root. */
export type Place = string | undefined;

/** The types that may be created below a document. */
export function allowedTypes(client: Client, parent: Place): Promise<readonly DocumentTypeItem[]> {
  return client.get(parent === undefined ? "/document/allowed-types" : `/document/${parent}/allowed-types`);
}

export function blueprintsOf(client: Client, typeAlias: string): Promise<readonly BlueprintItem[]> {
  return client.get("/document-blueprint", { typeAlias });
}

export function createDocument(
  client: Client,
  typeAlias: string,
  parent: Place,
  variants: readonly Name[],
): Promise<DocumentAnswer> {
  return client.post("/document", { typeAlias, parentKey: parent ?? null, variants });
}

export function createFromBlueprint(client: Client, key: string, parent: Place, name: string): Promise<DocumentAnswer> {
  return client.post(`/document-blueprint/${key}/create-document`, { name, parentKey: parent ?? null });
}

export function createBlueprint(client: Client, documentKey: string, name: string): Promise<DocumentAnswer> {
  return client.post("/document-blueprint", { documentKey, name });
}

export function rename(client: Client, key: string, variants: readonly Name[]): Promise<DocumentAnswer> {
  return client.put(`/document/${key}`, { variants });
}

/** Moves a document after the last one below another, or beside a certain one there. */
export function move(client: Client, key: string, target: Place, beside: Beside = {}): Promise<DocumentAnswer> {
  return client.put(`/document/${key}/move`, { targetParentKey: target ?? null, ...beside });
}

/** Moves a document, as `move`, but only if it is still as it was when it was read. */
export async function moveBack(
  client: Client,
  key: string,
  target: Place,
  etag: string,
  beside: Beside = {},
): Promise<DocumentAnswer> {
  const options = { body: { targetParentKey: target ?? null, ...beside }, ifMatch: etag };
  return (await client.send<DocumentAnswer>("PUT", `/document/${key}/move`, options)).data;
}

export function copy(client: Client, key: string, target: Place, includeDescendants: boolean): Promise<DocumentAnswer> {
  const body = { targetParentKey: target ?? null, includeDescendants, relateToOriginal: true };
  return client.post(`/document/${key}/copy`, body);
}

/** Beside what a document is put; without either it goes before all its siblings. */
export interface Beside {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** A document, and beside what it goes. */
export interface PlacingBody extends Beside {
  readonly key: string;
}

export type SortBy = "name" | "created" | "updated";

export interface SortRule {
  readonly by: SortBy;
  readonly descending: boolean;
  /** In which culture names count, and in the order of which language. */
  readonly culture?: string | undefined;
}

/** Puts some children beside others, one after the other. */
export function placeAmong(client: Client, parent: Place, moves: readonly PlacingBody[]): Promise<Done> {
  return client.put("/document/sort", { parentKey: parent ?? null, moves });
}

/** Sorts all children by a rule. */
export function sortBy(client: Client, parent: Place, rule: SortRule): Promise<Done> {
  return client.put("/document/sort", { parentKey: parent ?? null, ...rule });
}

export function trash(client: Client, key: string): Promise<DocumentAnswer> {
  return client.put(`/document/${key}/move-to-recycle-bin`);
}

/** Puts a document back where it was, or below another one. */
export function restore(client: Client, key: string, target?: { readonly parent: Place }): Promise<DocumentAnswer> {
  const body = target === undefined ? {} : { targetParentKey: target.parent ?? null };
  return client.put(`/recycle-bin/document/${key}/restore`, body);
}

export function deleteForGood(client: Client, key: string): Promise<void> {
  return client.delete(`/recycle-bin/document/${key}`);
}

export function emptyBin(client: Client): Promise<void> {
  return client.delete("/recycle-bin/document");
}
