/** What the page knows, and everything that can happen to it. */

import { type DocumentsAction, type DocumentsState, documentsReducer } from "./documents.js";
import { type Entities, type EntityAction, entitiesReducer } from "./entities.js";
import { type ImportAction, type ImportsState, importsReducer, noImports } from "./imports.js";
import { type ListAction, type Lists, listsReducer, unknownLists } from "./lists.js";
import { type LiveAction, type LiveState, liveReducer, noLine } from "./live.js";
import { type MonitorAction, type MonitorState, monitorReducer, nothingHeard } from "./monitor.js";
import { type NoticeAction, type Notice, noticeReducer } from "./notices.js";
import { type People, type PeopleAction, peopleReducer } from "./people.js";
import { type Segments, type SegmentsAction, segmentsReducer } from "./segments.js";
import { type SessionAction, type SessionState, sessionReducer, signedOut } from "./session.js";
import { type TreeAction, type TreeState, emptyTree, treeReducer } from "./tree.js";
import { type TypeAction, type TypesState, typesReducer } from "./types.js";
import { type UnfinishedAction, type UnfinishedState, unfinishedReducer } from "./unfinished.js";
import { unsavedKeys } from "./unsaved.js";

export interface State {
  readonly session: SessionState;
  readonly live: LiveState;
  readonly notices: readonly Notice[];
  readonly tree: TreeState;
  readonly documents: DocumentsState;
  readonly unfinished: UnfinishedState;
  readonly people: People;
  readonly segments: Segments;
  readonly types: TypesState;
  readonly monitor: MonitorState;
  readonly lists: Lists;
  readonly imports: ImportsState;
  readonly entities: Entities;
}

export type Action =
  | SessionAction
  | LiveAction
  | NoticeAction
  | TreeAction
  | DocumentsAction
  | UnfinishedAction
  | PeopleAction
  | SegmentsAction
  | TypeAction
  | MonitorAction
  | ListAction
  | EntityAction
  | ImportAction;

export const initialState: State = {
  session: signedOut,
  live: noLine,
  notices: [],
  tree: emptyTree,
  documents: {},
  unfinished: {},
  people: {},
  segments: undefined,
  types: {},
  monitor: nothingHeard,
  lists: unknownLists,
  imports: noImports,
  entities: {},
};

/** Whether something was changed in documents that is not saved. */
export function isUnsaved(state: State): boolean {
  return unsavedKeys(state).size > 0;
}

export function reduce(state: State, action: Action): State {
  return {
    session: sessionReducer(state.session, action),
    live: liveReducer(state.live, action),
    notices: noticeReducer(state.notices, action),
    tree: treeReducer(state.tree, action, state.session),
    documents: documentsReducer(state.documents, action, state.session),
    unfinished: unfinishedReducer(state.unfinished, action, state.session),
    people: peopleReducer(state.people, action),
    segments: segmentsReducer(state.segments, action),
    types: typesReducer(state.types, action),
    monitor: monitorReducer(state.monitor, action),
    lists: listsReducer(state.lists, action, state.session),
    imports: importsReducer(state.imports, action),
    entities: entitiesReducer(state.entities, action, state.session),
  };
}
