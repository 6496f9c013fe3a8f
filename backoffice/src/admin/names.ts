/** What keys stand for, as far as this tab happens to know. */

import type { State } from "../store/state.js";

/** Names by key, as far as this tab knows them. */
export type Names = ReadonlyMap<string, string>;

/** The names of documents, blueprints, people, groups and types that this tab happens to know. */
export function namesIn({ lists, people, tree }: State): Names {
  const { users, userGroups, documentTypes, blueprints } = lists;
  const listed = [users, userGroups, documentTypes, blueprints].flatMap(({ items }) => [...items]);
  const things = [...Object.values(tree.nodes), ...listed];
  return new Map([...things.map(({ key, name }): [string, string] => [key, name]), ...Object.entries(people)]);
}
