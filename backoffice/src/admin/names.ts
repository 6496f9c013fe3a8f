/** What keys stand for, as far as this tab happens to know. */

import type { State } from "../store/state.js";

/** Names by key, as far as this tab knows them. */
export type Names = ReadonlyMap<string, string>;

/** The names of documents, people, groups and types that this tab happens to know. */
export function namesIn({ lists, people, tree }: State): Names {
  const { users, userGroups, documentTypes } = lists;
  const things = [...Object.values(tree.nodes), ...users.items, ...userGroups.items, ...documentTypes.items];
  return new Map([...things.map(({ key, name }): [string, string] => [key, name]), ...Object.entries(people)]);
}
