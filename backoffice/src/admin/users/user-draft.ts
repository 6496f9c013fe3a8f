/** What a form of a user holds, and what is sent of it. */

import type { StartNode, User, UserBody } from "../../api/admin.js";
import { reference } from "./start-nodes.js";

export interface UserDraft {
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly groups: readonly string[];
  readonly root: boolean;
  readonly nodes: readonly StartNode[];
}

export const newUser: UserDraft = { name: "", email: "", language: "en-US", groups: [], root: false, nodes: [] };

export function draftOfUser(user: User): UserDraft {
  return {
    name: user.name,
    email: user.email,
    language: user.language,
    groups: user.groups.map(({ key }) => key),
    root: user.hasDocumentRootAccess,
    nodes: user.documentStartNodes,
  };
}

export function bodyOfUser({ name, email, language, groups, root, nodes }: UserDraft): UserBody {
  return {
    name: name.trim(),
    email: email.trim(),
    language,
    groups,
    hasDocumentRootAccess: root,
    documentStartNodes: nodes.map(reference),
  };
}
