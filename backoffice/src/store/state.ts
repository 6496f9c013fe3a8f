/** What the page knows, and everything that can happen to it. */

import { type LiveAction, type LiveState, liveReducer, noLine } from "./live.js";
import { type NoticeAction, type Notice, noticeReducer } from "./notices.js";
import { type SessionAction, type SessionState, sessionReducer, signedOut } from "./session.js";

export interface State {
  readonly session: SessionState;
  readonly live: LiveState;
  readonly notices: readonly Notice[];
}

export type Action = SessionAction | LiveAction | NoticeAction;

export const initialState: State = { session: signedOut, live: noLine, notices: [] };

export function reduce(state: State, action: Action): State {
  return {
    session: sessionReducer(state.session, action),
    live: liveReducer(state.live, action),
    notices: noticeReducer(state.notices, action),
  };
}
