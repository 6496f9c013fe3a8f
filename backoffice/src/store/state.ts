/** What the page knows, and everything that can happen to it. */

import { type DocumentsAction, type DocumentsState, documentsReducer } from "./documents.js";
import { type ListAction, type Lists, listsReducer, unknownLists } from "./lists.js";
import { type LiveAction, type LiveState, liveReducer, noLine } from "./live.js";
import { type MonitorAction, type MonitorState, monitorReducer, nothingHeard } from "./monitor.js";
import { type NoticeAction, type Notice, noticeReducer } from "./notices.js";
import { type People, type PeopleAction, peopleReducer } from "./people.js";
import { type SessionAction, type SessionState, sessionReducer, signedOut } from "./session.js";
import { type TreeAction, type TreeState, emptyTree, treeReducer } from "./tree.js";
import { type Touches, touchesReducer } from "./touches.js";
import { type UnfinishedAction, type UnfinishedState, unfinishedReducer } from "./unfinished.js";

export interface State {
  readonly session: SessionState;
  readonly live: LiveState;
  readonly notices: readonly Notice[];
  readonly tree: TreeState;
  readonly documents: DocumentsState;
  readonly unfinished: UnfinishedState;
  readonly people: People;
  readonly monitor: MonitorState;
  readonly lists: Lists;
  readonly touches: Touches;
}

export type Action =
  | SessionAction
  | LiveAction
  | NoticeAction
  | TreeAction
  | DocumentsAction
  | UnfinishedAction
  | PeopleAction
  | MonitorAction
  | ListAction;

export const initialState: State = {
  session: signedOut,
  live: noLine,
  notices: [],
  tree: emptyTree,
  documents: {},
  unfinished: {},
  people: {},
  monitor: nothingHeard,
  lists: unknownLists,
  touches: {},
};

export function reduce(state: State, action: Action): State {
  return {
    session: sessionReducer(state.session, action),
    live: liveReducer(state.live, action),
    notices: noticeReducer(state.notices, action),
    tree: treeReducer(state.tree, action),
    documents: documentsReducer(state.documents, action),
    unfinished: unfinishedReducer(state.unfinished, action),
    people: peopleReducer(state.people, action),
    monitor: monitorReducer(state.monitor, action),
    lists: listsReducer(state.lists, action),
    touches: touchesReducer(state.touches, action),
  };
}
