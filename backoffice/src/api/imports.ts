/** Imports: a folder of Markdown and HTML files becomes a branch of documents. */

import type { Client } from "./client.js";
import type { Parameters } from "./problem.js";
import type { Place } from "./structure.js";

export type ImportState =
  | "collecting"
  | "waiting"
  | "running"
  | "stopping"
  | "done"
  | "stopped"
  | "failed"
  | "discarded";

/** A text that a reason quotes. */
export interface QuotedReason {
  readonly message: string;
  readonly code?: string | undefined;
  readonly parameters?: Parameters | undefined;
}

export interface LeftOut {
  /** Its place in the folder. */
  readonly path: string;
  readonly reason: string;
  /** Which sentence the reason is, and what it names; missing where a handler's own words are the reason. */
  readonly code?: string | undefined;
  readonly parameters?: Parameters | undefined;
  /** What it quotes as its `reason`, one by one. */
  readonly because?: readonly QuotedReason[];
  /** Its page is a document all the same, only not as it is in the file. */
  readonly taken?: boolean;
}

export interface ImportAnswer {
  readonly key: string;
  readonly state: ImportState;
  readonly files: number;
  /** Unknown until the work begins. */
  readonly pages: number | null;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** The first of them; all can be had as text. */
  readonly leftOut: readonly LeftOut[];
  readonly leftOutTotal: number;
  /** The user's rights kept something out. */
  readonly withheld: boolean;
  readonly problem: string;
  /** Which sentence the problem is, and what it names. */
  readonly problemCode?: string | undefined;
  readonly problemParameters?: Parameters | undefined;
}

export interface ImportLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
}

export interface ImportList {
  readonly items: readonly ImportAnswer[];
  readonly limits: ImportLimits;
}

export interface TextProperty {
  readonly alias: string;
  readonly label: string;
}

export interface ImportType {
  readonly alias: string;
  readonly name: string;
  readonly description: string;
  readonly variesByCulture: boolean;
  /** Its documents may stand below one another, as folders do. */
  readonly nests: boolean;
  readonly textProperties: readonly TextProperty[];
}

export interface ImportOrder {
  readonly typeAlias: string;
  /** Without it, the server chooses. */
  readonly textAlias: string | null;
  readonly parentKey: string | null;
  readonly publish: boolean;
}

/** A file that is to be sent, and its place in the folder. */
export interface FoundFile {
  readonly path: string;
  readonly file: File;
}

export function ownImports(client: Client): Promise<ImportList> {
  return client.get("/import");
}

export function readImport(client: Client, key: string): Promise<ImportAnswer> {
  return client.get(`/import/${key}`);
}

export function importTypes(client: Client, parent: Place): Promise<readonly ImportType[]> {
  return client.get("/import/types", parent === undefined ? undefined : { parentKey: parent });
}

export function beginImport(client: Client, order: ImportOrder): Promise<ImportAnswer> {
  return client.post("/import", order);
}

/** Sends some files; sending them again changes nothing. */
export function sendFiles(client: Client, key: string, files: readonly FoundFile[]): Promise<ImportAnswer> {
  const form = new FormData();
  for (const { path, file } of files) form.append("files", file, path);
  return client.put(`/import/${key}/files`, form);
}

export function startImport(client: Client, key: string): Promise<ImportAnswer> {
  return client.post(`/import/${key}/start`);
}

/** Discards an import, or stops it after its present batch. */
export async function discardImport(client: Client, key: string): Promise<ImportAnswer> {
  return (await client.send<ImportAnswer>("DELETE", `/import/${key}`)).data;
}

/** Everything that was left out, one line each. */
export function leftOutText(client: Client, key: string): Promise<string> {
  return client.text(`/import/${key}/left-out`);
}
