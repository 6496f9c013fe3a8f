/** Who is signed in; `was` is the key of the user whose session the server ended, as long as nobody else signed in. */

import type { CurrentUser } from "../api/security.js";
import { sameJson } from "./fields.js";
import type { Action } from "./state.js";

export type SessionState =
  | { readonly kind: "signed-out"; readonly ended: boolean; readonly was?: string }
  /** `waiting`: somebody is signed in, but the server does not say who; it is asked again. */
  | { readonly kind: "entering"; readonly waiting: boolean; readonly was?: string }
  | { readonly kind: "signed-in"; readonly user: CurrentUser };

export type SessionAction =
  | { readonly type: "session/entering" }
  /** The server does not answer. */
  | { readonly type: "session/waiting" }
  | { readonly type: "session/entered"; readonly user: CurrentUser }
  /** `ended`: by the server, not by the user. */
  | { readonly type: "session/left"; readonly ended: boolean };

export const signedOut: SessionState = { kind: "signed-out", ended: false };

export function sessionReducer(state: SessionState, action: Action): SessionState {
  switch (action.type) {
    case "session/entering":
      return state.kind === "signed-out" ? { kind: "entering", waiting: false, ...whoWas(state) } : state;
    case "session/waiting":
      return state.kind === "entering" ? { ...state, waiting: true } : state;
    case "session/entered":
      return { kind: "signed-in", user: action.user };
    case "session/left":
      return { kind: "signed-out", ended: action.ended, ...(isOwnSignOut(state, action.ended) ? {} : whoWas(state)) };
    default:
      return state;
  }
}

/** Whether a session was left because its user wanted to. */
export function isOwnSignOut(before: SessionState, ended: boolean): boolean {
  return before.kind === "signed-in" && !ended;
}

/** Whether the user with this key is another one than before; so is everybody after a sign-out. */
export function isSomebodyElse(before: SessionState, key: string): boolean {
  return (before.kind === "signed-in" ? before.user.key : before.was) !== key;
}

/** Whether the rights of the user who is signed in, or what else the server says of them, are others than before. */
export function hasOtherRights(before: SessionState, user: CurrentUser): boolean {
  return before.kind === "signed-in" && !sameJson(before.user, user);
}

function whoWas(state: SessionState): { readonly was?: string } {
  const was = state.kind === "signed-in" ? state.user.key : state.was;
  return was === undefined ? {} : { was };
}
