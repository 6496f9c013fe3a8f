/** What may be done to documents, in the order in which people think of it. Names are the server's own. */

export const VERBS: readonly string[] = [
  "Umb.Document.Read",
  "Umb.Document.Create",
  "Umb.Document.Update",
  "Umb.Document.Publish",
  "Umb.Document.Unpublish",
  "Umb.Document.SendForApproval",
  "Umb.Document.Delete",
  "Umb.Document.Move",
  "Umb.Document.Duplicate",
  "Umb.Document.Sort",
  "Umb.Document.Rollback",
  "Umb.Document.CreateBlueprint",
  "Umb.Document.Permissions",
  "Umb.Document.CultureAndHostnames",
  "Umb.Document.PublicAccess",
  "Umb.Document.Notifications",
];

/** Ours in their order, then what packages brought. */
export function inOrder(known: readonly string[]): readonly string[] {
  return [...VERBS.filter((verb) => known.includes(verb)), ...known.filter((verb) => !VERBS.includes(verb))];
}
