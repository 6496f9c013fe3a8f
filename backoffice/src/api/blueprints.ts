/** Blueprints and the folders that they are kept in. */

import type { Client } from "./client.js";
import type { DocumentAnswer } from "./model.js";
import type { BlueprintItem, Done } from "./structure.js";

export interface FolderItem {
  readonly key: string;
  readonly name: string;
  /** The folder it is in; `null` at the top. */
  readonly parentKey: string | null;
}

export function allBlueprints(client: Client): Promise<readonly BlueprintItem[]> {
  return client.get("/document-blueprint");
}

export function allFolders(client: Client): Promise<readonly FolderItem[]> {
  return client.get("/document-blueprint/folder");
}

/** Makes an empty blueprint of a type. */
export function createEmpty(
  client: Client,
  typeAlias: string,
  name: string,
  folderKey: string | null,
): Promise<DocumentAnswer> {
  return client.post("/document-blueprint", { typeAlias, name, folderKey });
}

export function moveToFolder(client: Client, key: string, folderKey: string | null): Promise<DocumentAnswer> {
  return client.put(`/document-blueprint/${key}/move`, { folderKey });
}

export async function deleteBlueprint(client: Client, key: string): Promise<Done> {
  return (await client.send<Done>("DELETE", `/document-blueprint/${key}`)).data;
}

export function createFolder(client: Client, name: string, parentKey: string | null): Promise<FolderItem> {
  return client.post("/document-blueprint/folder", { name, parentKey });
}

export function renameFolder(client: Client, key: string, name: string): Promise<Done> {
  return client.put(`/document-blueprint/folder/${key}`, { name });
}

export async function deleteFolder(client: Client, key: string): Promise<Done> {
  return (await client.send<Done>("DELETE", `/document-blueprint/folder/${key}`)).data;
}
