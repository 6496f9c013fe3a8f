/** What a document was, and what was done to it. */

import type { Client } from "./client.js";
import type { DocumentAnswer, JsonValue, Page } from "./model.js";
import type { Parameters } from "./problem.js";

export interface VersionItem {
  readonly id: number;
  readonly name: string;
  readonly date: string;
  readonly writerName: string | null;
  readonly isCurrent: boolean;
  readonly isPublished: boolean;
}

export interface VersionAnswer {
  readonly version: VersionItem;
  readonly variants: readonly { readonly culture: string | null; readonly name: string }[];
  readonly values: readonly {
    readonly alias: string;
    readonly culture: string | null;
    readonly segment: string | null;
    readonly value: JsonValue;
  }[];
}

export interface AuditItem {
  readonly action: string;
  readonly at: string;
  readonly actorKey: string;
  readonly actorName: string | null;
  readonly cultures: readonly string[];
  readonly comment: string;
  readonly code?: string | null;
  readonly parameters?: Parameters;
}

/** Which part of a list is wanted, newest first. */
export interface Part {
  readonly skip: number;
  readonly take: number;
}

export function versionsOf(client: Client, key: string, part: Part): Promise<Page<VersionItem>> {
  return client.get(`/document/${key}/versions`, { ...part });
}

export function readVersion(client: Client, id: number): Promise<VersionAnswer> {
  return client.get(`/document/version/${id}`);
}

export function auditOf(client: Client, key: string, part: Part): Promise<Page<AuditItem>> {
  return client.get(`/document/${key}/audit-log`, { ...part });
}

/** A version in the shape of a document, so that the two can be compared. */
export function asDocument(version: VersionAnswer, document: DocumentAnswer): DocumentAnswer {
  const names = new Map(version.variants.map(({ culture, name }) => [culture, name]));
  return {
    ...document,
    variants: document.variants.map((variant) => ({ ...variant, name: names.get(variant.culture) ?? null })),
    values: version.values.map((value) => ({ ...value, publishedValue: null })),
  };
}
