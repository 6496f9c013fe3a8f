/** The groups of readers that values may be written for, as the server is set up with them. */

import type { SegmentItem } from "../api/model.js";
import type { Action } from "./state.js";

/** `undefined`: to be asked for. */
export type Segments = readonly SegmentItem[] | undefined;

export type SegmentsAction =
  | { readonly type: "segments/loaded"; readonly segments: readonly SegmentItem[] }
  | { readonly type: "segments/failed" };

/** Stands for what could not be read: none is offered until it is asked for again. */
const UNREAD: readonly SegmentItem[] = [];

export function segmentsReducer(segments: Segments, action: Action): Segments {
  switch (action.type) {
    case "segments/loaded":
      return action.segments;
    case "segments/failed":
      return UNREAD;
    case "session/left":
      return undefined;
    case "live/connected":
      return action.whole && segments !== UNREAD ? segments : undefined; // The server may have been started anew.
    default:
      return segments;
  }
}

/** What people call a segment; its alias where the server is not set up with it. */
export function segmentName(segments: Segments, alias: string): string {
  return segments?.find((one) => one.alias === alias)?.name ?? alias;
}
