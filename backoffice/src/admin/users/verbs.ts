/** What may be done to documents, in the order in which people think of it. Names are the server's own. */

import { Verb } from "../../api/model.js";

export const VERBS: readonly string[] = [
  Verb.Browse,
  Verb.Create,
  Verb.Update,
  Verb.Publish,
  Verb.Unpublish,
  Verb.SendToPublish,
  Verb.Delete,
  Verb.Move,
  Verb.Copy,
  Verb.Sort,
  Verb.Rollback,
  Verb.CreateBlueprint,
  "Umb.Document.Permissions",
  "Umb.Document.CultureAndHostnames",
  "Umb.Document.PublicAccess",
  "Umb.Document.Notifications",
];

/** Ours in their order, then what packages brought. */
export function inOrder(known: readonly string[]): readonly string[] {
  return [...VERBS.filter((verb) => known.includes(verb)), ...known.filter((verb) => !VERBS.includes(verb))];
}
