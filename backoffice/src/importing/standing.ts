/** How an import stands, in one word: from what the server says and what this tab is doing for it. */

import type { ImportState } from "../api/imports.js";
import type { ImportRun } from "../store/imports.js";

export type Standing = Exclude<ImportState, "discarded"> | "sending" | "cut" | "refused" | "lost";

export function standingOf({ answer, upload, lost }: ImportRun): Standing {
  if (lost) return "lost";
  if (answer.state === "collecting" && upload) return upload.phase;
  return answer.state === "discarded" ? "stopped" : answer.state;
}

/** How many pages met their fate already. */
export function donePages({ answer }: ImportRun): number {
  return answer.created + answer.updated + answer.unchanged + answer.rejected;
}
