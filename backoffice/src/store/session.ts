/** Who is signed in. */

import type { CurrentUser } from "../api/security.js";
import type { Action } from "./state.js";

export type SessionState =
  | { readonly kind: "signed-out"; readonly ended: boolean }
  | { readonly kind: "entering" }
  | { readonly kind: "signed-in"; readonly user: CurrentUser };

export type SessionAction =
  | { readonly type: "session/entering" }
  | { readonly type: "session/entered"; readonly user: CurrentUser }
  /** `ended`: by the server, not by the user. */
  | { readonly type: "session/left"; readonly ended: boolean };

export const signedOut: SessionState = { kind: "signed-out", ended: false };

export function sessionReducer(state: SessionState, action: Action): SessionState {
  switch (action.type) {
    case "session/entering":
      return state.kind === "signed-in" ? state : { kind: "entering" };
    case "session/entered":
      return { kind: "signed-in", user: action.user };
    case "session/left":
      return { kind: "signed-out", ended: action.ended };
    default:
      return state;
  }
}
