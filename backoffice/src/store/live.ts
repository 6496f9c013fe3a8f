/** How the line to the live events stands. */

import type { ServerEvent } from "../live/events.js";
import type { Action } from "./state.js";

export type LiveState = "connecting" | "connected" | "reconnecting" | "offline";

export type LiveAction =
  /** `whole`: nothing that happened since the page's first look at the server stays unheard. */
  | { readonly type: "live/connected"; readonly whole: boolean }
  | { readonly type: "live/disconnected" }
  | { readonly type: "live/offline" }
  | { readonly type: "live/reset" }
  /** `own`: this tab did it. */
  | { readonly type: "live/event"; readonly event: ServerEvent; readonly own: boolean };

export const noLine: LiveState = "connecting";

export function liveReducer(state: LiveState, action: Action): LiveState {
  switch (action.type) {
    case "live/connected":
      return "connected";
    case "live/disconnected":
      return state === "connecting" ? state : "reconnecting";
    case "live/offline":
      return "offline";
    case "session/left":
      return noLine;
    default:
      return state;
  }
}
