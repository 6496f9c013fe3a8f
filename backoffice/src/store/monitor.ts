/** The live events that this tab has heard, newest first: for whoever wants to look at them one by one. */

import type { ServerEvent } from "../live/events.js";
import type { Action } from "./state.js";

export type Arrival =
  | { readonly kind: "event"; readonly number: number; readonly event: ServerEvent; readonly own: boolean }
  /** What came between here and the next one could not be told. */
  | { readonly kind: "reset"; readonly number: number };

export interface MonitorState {
  /** How many arrived in all; also the number of the newest. */
  readonly count: number;
  readonly arrivals: readonly Arrival[];
  /** What was there when somebody asked for a pause. */
  readonly paused: { readonly count: number; readonly arrivals: readonly Arrival[] } | undefined;
}

export type MonitorAction =
  { readonly type: "monitor/paused" } | { readonly type: "monitor/continued" } | { readonly type: "monitor/cleared" };

/** What came before these is forgotten. */
export const MOST_ARRIVALS = 1_000;

export const nothingHeard: MonitorState = { count: 0, arrivals: [], paused: undefined };

export function monitorReducer(state: MonitorState, action: Action): MonitorState {
  switch (action.type) {
    case "live/event":
      return arrived(state, { kind: "event", number: state.count + 1, event: action.event, own: action.own });
    case "live/reset":
      return arrived(state, { kind: "reset", number: state.count + 1 });
    case "monitor/paused":
      return state.paused ? state : { ...state, paused: { count: state.count, arrivals: state.arrivals } };
    case "monitor/continued":
      return { ...state, paused: undefined };
    case "monitor/cleared":
      return { count: state.count, arrivals: [], paused: state.paused && { count: state.count, arrivals: [] } };
    case "session/left":
      return nothingHeard;
    default:
      return state;
  }
}

function arrived(state: MonitorState, arrival: Arrival): MonitorState {
  return { ...state, count: arrival.number, arrivals: [arrival, ...state.arrivals.slice(0, MOST_ARRIVALS - 1)] };
}
