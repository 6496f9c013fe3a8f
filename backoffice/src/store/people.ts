/** The names of those who did something, by key, as far as they were asked for. */

import type { Action } from "./state.js";

export type People = Readonly<Record<string, string>>;

export type PeopleAction = { readonly type: "people/named"; readonly names: People };

export function peopleReducer(people: People, action: Action): People {
  if (action.type === "people/named") return { ...people, ...action.names };
  return action.type === "session/left" ? {} : people;
}
