/** What the administration reads and writes: document types, languages, users, user groups, API keys. */

import type { Language, PropertyType } from "./model.js";
import type { HandlerMessage } from "./problem.js";

export type { DocumentTypeItem, Language, Page } from "./model.js";

/** Answers to writes carry what handlers had to say. */
interface Told {
  readonly messages?: readonly HandlerMessage[];
}

/** A property as its document type is written with it: what a value must meet, besides how it is edited. */
export interface PropertyBody extends PropertyType {
  readonly pattern: string | null;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly message: string | null;
}

export interface DocumentTypeBody {
  readonly alias: string;
  readonly name: string;
  readonly icon: string;
  readonly description: string;
  readonly variesByCulture: boolean;
  readonly variesBySegment: boolean;
  readonly allowedAtRoot: boolean;
  readonly allowedChildren: readonly string[];
  readonly compositions: readonly string[];
  readonly properties: readonly PropertyBody[];
}

export interface InheritedProperty extends PropertyBody {
  /** The alias of the composition that it comes from. */
  readonly origin: string;
}

export interface DocumentType extends DocumentTypeBody, Told {
  readonly key: string;
  readonly version: number;
  readonly inheritedProperties: readonly InheritedProperty[];
}

export type LanguageBody = Omit<Language, "code">;

export interface StartNode {
  readonly id: number;
  /** `null` when there is no such document (any more). */
  readonly key: string | null;
}

/** A document as a start node is written: by its key. */
export interface NodeReference {
  readonly id?: number;
  readonly key?: string;
}

export interface GroupReference {
  readonly key: string;
  readonly alias: string;
  readonly name: string;
}

export type UserStateName = "active" | "disabled" | "lockedOut";

export interface User extends Told {
  readonly key: string;
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly state: UserStateName;
  readonly groups: readonly GroupReference[];
  readonly hasDocumentRootAccess: boolean;
  readonly documentStartNodes: readonly StartNode[];
  readonly hasMediaRootAccess: boolean;
  readonly mediaStartNodes: readonly StartNode[];
  readonly created: string;
  readonly updated: string;
  readonly lastSignIn: string | null;
  /** Only in the answer that made the user. */
  readonly initialPassword?: string | null;
}

export interface UserBody {
  readonly email: string;
  readonly name: string;
  readonly language?: string;
  readonly groups: readonly string[];
  readonly hasDocumentRootAccess: boolean;
  readonly documentStartNodes: readonly NodeReference[];
}

export interface DocumentVerbs {
  readonly document: NodeReference;
  readonly verbs: readonly string[];
}

export interface UserGroup extends Told {
  readonly key: string;
  readonly alias: string;
  readonly name: string;
  readonly isProtected: boolean;
  readonly sections: readonly string[];
  readonly trees: readonly string[];
  readonly verbs: readonly string[];
  readonly documentVerbs: readonly { readonly document: StartNode; readonly verbs: readonly string[] }[];
  readonly hasDocumentRootAccess: boolean;
  readonly documentStartNodes: readonly StartNode[];
  readonly hasMediaRootAccess: boolean;
}

export interface UserGroupBody {
  readonly alias: string;
  readonly name: string;
  readonly sections: readonly string[];
  readonly trees: readonly string[];
  readonly verbs: readonly string[];
  readonly documentVerbs: readonly DocumentVerbs[];
  readonly hasDocumentRootAccess: boolean;
  readonly documentStartNodes: readonly NodeReference[];
  readonly hasMediaRootAccess: boolean;
}

export interface ApiKey {
  readonly key: string;
  readonly name: string;
  readonly groups: readonly string[];
  readonly created: string;
  readonly expiresAt: string | null;
}

export interface CreatedApiKey extends ApiKey {
  readonly secret: string;
}

export interface TreeReference {
  readonly alias: string;
  /** The section with which it comes. */
  readonly section: string;
}
