/** What a form of a user group holds, and what is sent of it. */

import type { StartNode, UserGroup, UserGroupBody } from "../../api/admin.js";
import { Verb } from "../../api/model.js";
import { reference } from "./start-nodes.js";

export interface NodeVerbs {
  readonly document: StartNode;
  readonly verbs: readonly string[];
}

export interface GroupDraft {
  readonly alias: string;
  readonly name: string;
  readonly sections: readonly string[];
  readonly trees: readonly string[];
  readonly verbs: readonly string[];
  readonly documentVerbs: readonly NodeVerbs[];
  readonly root: boolean;
  readonly nodes: readonly StartNode[];
  readonly mediaRoot: boolean;
}

export const newGroup: GroupDraft = {
  alias: "",
  name: "",
  sections: ["content"],
  trees: [],
  verbs: [Verb.Browse],
  documentVerbs: [],
  root: false,
  nodes: [],
  mediaRoot: false,
};

export function draftOfGroup(group: UserGroup): GroupDraft {
  return {
    ...group,
    root: group.hasDocumentRootAccess,
    nodes: group.documentStartNodes,
    mediaRoot: group.hasMediaRootAccess,
  };
}

export function bodyOfGroup(draft: GroupDraft): UserGroupBody {
  const { sections, trees, verbs, documentVerbs } = draft;
  return {
    alias: draft.alias.trim(),
    name: draft.name.trim(),
    sections,
    trees,
    verbs,
    documentVerbs: documentVerbs.map((one) => ({ document: reference(one.document), verbs: one.verbs })),
    hasDocumentRootAccess: draft.root,
    documentStartNodes: draft.nodes.map(reference),
    hasMediaRootAccess: draft.mediaRoot,
  };
}
