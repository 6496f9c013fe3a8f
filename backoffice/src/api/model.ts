/** What the management API says about documents. A test of the server holds these against its own description. */

import type { HandlerMessage } from "./problem.js";

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

/** The states of one culture of a document. */
export type VariantState = "notCreated" | "draft" | "published" | "publishedPendingChanges";

export interface TreeVariant {
  readonly culture: string | null;
  readonly name: string;
  readonly state: VariantState;
}

/** A document in the tree. */
export interface TreeItem {
  readonly key: string;
  readonly id: number;
  readonly parentKey: string | null;
  readonly typeAlias: string;
  readonly typeName: string;
  readonly icon: string;
  readonly name: string;
  readonly variants: readonly TreeVariant[];
  readonly path: string;
  readonly level: number;
  readonly sortOrder: number;
  readonly published: boolean;
  readonly edited: boolean;
  readonly trashed: boolean;
  readonly hasChildren: boolean;
  /** `visible`: shown only because it stands above a start node, and cannot be opened. */
  readonly access: "full" | "visible" | "none";
}

/** A document that was found: where it stands, and who wrote it last. */
export interface FoundDocument extends TreeItem {
  /** What it stands below, outermost first. */
  readonly above: readonly string[];
  readonly updated: string;
  readonly writerKey: string | null;
  readonly writerName: string | null;
}

export interface FoundPage {
  readonly items: readonly FoundDocument[];
  readonly total: number;
}

export interface TreePage {
  readonly items: readonly TreeItem[];
  readonly total: number;
}

/** A document among those around it. */
export interface SiblingsPage {
  readonly items: readonly TreeItem[];
  readonly totalBefore: number;
  readonly totalAfter: number;
}

export interface DocumentVariant {
  readonly culture: string | null;
  readonly name: string | null;
  readonly state: VariantState;
  readonly publishName: string | null;
  readonly updated: string | null;
  readonly published: string | null;
}

/** Plain JSON. */
export type JsonValue = unknown;

export interface DocumentValue {
  readonly alias: string;
  readonly culture: string | null;
  readonly segment: string | null;
  readonly value: JsonValue;
  readonly publishedValue: JsonValue;
}

export interface ScheduleLine {
  readonly action: "Release" | "Expire";
  readonly due: string;
  readonly culture?: string | null;
}

/** A document as an editor sees it. */
export interface DocumentAnswer {
  readonly id: number;
  readonly key: string;
  readonly typeAlias: string;
  readonly typeName: string;
  readonly icon: string;
  readonly parentKey: string | null;
  readonly name: string;
  readonly path: string;
  readonly level: number;
  readonly sortOrder: number;
  readonly version: number;
  readonly versionId: number;
  readonly trashed: boolean;
  readonly blueprint: boolean;
  readonly published: boolean;
  readonly edited: boolean;
  readonly creatorKey: string | null;
  readonly writerKey: string | null;
  readonly created: string | null;
  readonly updated: string | null;
  readonly variants: readonly DocumentVariant[];
  readonly values: readonly DocumentValue[];
  readonly schedule: readonly ScheduleLine[];
  /** The permission verbs that the caller has here. */
  readonly allowedActions: readonly string[];
  /** What handlers said to a write. */
  readonly messages: readonly HandlerMessage[];
}

/** The verbs that the page asks for, as the server spells them. */
export const Verb = {
  Browse: "Umb.Document.Read",
  Copy: "Umb.Document.Duplicate",
  Create: "Umb.Document.Create",
  CreateBlueprint: "Umb.Document.CreateBlueprint",
  Delete: "Umb.Document.Delete",
  Move: "Umb.Document.Move",
  Publish: "Umb.Document.Publish",
  Rollback: "Umb.Document.Rollback",
  SendToPublish: "Umb.Document.SendForApproval",
  Sort: "Umb.Document.Sort",
  Unpublish: "Umb.Document.Unpublish",
  Update: "Umb.Document.Update",
} as const;

/** A property of a document type. */
export interface PropertyType {
  readonly alias: string;
  readonly label: string;
  readonly description: string;
  readonly group: string;
  readonly editor: string;
  readonly valueType: string;
  readonly variesByCulture: boolean;
  readonly variesBySegment: boolean;
  readonly mandatory: boolean;
  readonly configuration: Readonly<Record<string, unknown>> | null;
}

export interface DocumentType {
  readonly key: string;
  readonly alias: string;
  readonly name: string;
  readonly icon: string;
  readonly variesByCulture: boolean;
  readonly variesBySegment: boolean;
  readonly properties: readonly PropertyType[];
  readonly inheritedProperties: readonly PropertyType[];
  /** The aliases of the types that may stand below. */
  readonly allowedChildren: readonly string[];
}

/** What lists show of a document type. */
export interface DocumentTypeItem {
  readonly key: string;
  readonly alias: string;
  readonly name: string;
  readonly icon: string;
  readonly description: string;
  readonly variesByCulture: boolean;
  readonly allowedAtRoot: boolean;
}

/** A group of readers that values may be written for. */
export interface SegmentItem {
  readonly alias: string;
  readonly name: string;
}

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly isMandatory: boolean;
  /** The code of the language whose values stand in for missing ones. */
  readonly fallback: string | null;
}
