/** Live events as the hub sends them: `notify` with one of these (server: `ServerEvent`). */

export interface ServerEvent {
  readonly eventType: string;
  readonly eventSource: string;
  readonly key: string;
  /** An opaque cursor; whoever hands it in gets what came after it. */
  readonly position?: string;
  readonly parentKey?: string;
  readonly actorKey?: string;
  /** The tab that did it. */
  readonly origin?: string;
  readonly cultures?: readonly string[];
  /** Everything below is concerned too, and is not told of one by one. */
  readonly wholeBranch?: boolean;
  readonly at?: string;
}

/** The argument of `reset`: the server cannot tell what was missed. */
export interface Reset {
  readonly reason: string;
  readonly position: string;
}

export const Source = {
  Document: "Umbraco:CMS:Document",
  Blueprint: "Umbraco:CMS:DocumentBlueprint",
  DocumentType: "Umbraco:CMS:DocumentType",
  Language: "Umbraco:CMS:Language",
  User: "Umbraco:CMS:User",
  UserGroup: "Umbraco:CMS:UserGroup",
  CurrentUser: "Umbraco:CMS:CurrentUser",
  Import: "Copydesk:Import",
} as const;
