/**
 * The user's imports: what the server says of each, and how far this tab is with sending its files.
 *
 * A live event says only that an import has another state. So it makes the import stale, and the keeper reads it again;
 * one that an event overtakes while it is on its way is read once more.
 */

import type { ImportAnswer, LeftOut } from "../api/imports.js";
import { type ServerEvent, Source } from "../live/events.js";
import type { Action } from "./state.js";

export type ReadPhase = "stale" | "asked" | "overtaken" | "fresh" | "failed";

/** `cut`: there is no line to the server, and it is tried again. `refused`: the server does not take it. */
export type UploadPhase = "sending" | "cut" | "refused";

export interface Upload {
  readonly phase: UploadPhase;
  /** Bytes. */
  readonly sent: number;
  readonly total: number;
  /** Why it was refused. */
  readonly problem: string;
}

export interface ImportRun {
  readonly answer: ImportAnswer;
  readonly phase: ReadPhase;
  /** While this tab sends its files. */
  readonly upload?: Upload;
  /** What this tab did not even send. */
  readonly passedOver: readonly LeftOut[];
  /** The server forgot it before its end. */
  readonly lost: boolean;
}

export interface ImportsState {
  readonly phase: ReadPhase;
  readonly runs: readonly ImportRun[];
  /** The one whose progress is shown. */
  readonly open?: string | undefined;
}

export type ImportAction =
  | { readonly type: "imports/asked" }
  | { readonly type: "imports/listed"; readonly items: readonly ImportAnswer[] }
  | { readonly type: "imports/failed" }
  | { readonly type: "import/asked"; readonly key: string }
  | { readonly type: "import/read"; readonly answer: ImportAnswer }
  | { readonly type: "import/failed"; readonly key: string }
  /** The server does not know it any more. */
  | { readonly type: "import/missing"; readonly key: string }
  | { readonly type: "import/forgotten"; readonly key: string }
  | { readonly type: "import/opened"; readonly key: string }
  | { readonly type: "import/closed" }
  | {
      readonly type: "upload/begun";
      readonly answer: ImportAnswer;
      readonly total: number;
      readonly passedOver: readonly LeftOut[];
    }
  | { readonly type: "upload/moved"; readonly key: string; readonly sent: number }
  | { readonly type: "upload/cut"; readonly key: string }
  | { readonly type: "upload/refused"; readonly key: string; readonly problem: string }
  | { readonly type: "upload/ended"; readonly key: string };

export const noImports: ImportsState = { phase: "stale", runs: [] };

const UNFINISHED = new Set(["collecting", "waiting", "running", "stopping"]);

export function isUnfinished({ answer, lost }: ImportRun): boolean {
  return !lost && UNFINISHED.has(answer.state);
}

export function importsReducer(state: ImportsState, action: Action): ImportsState {
  switch (action.type) {
    case "imports/asked":
      return { ...state, phase: "asked" };
    case "imports/listed":
      return { ...state, runs: listed(state, action.items), phase: answered(state.phase) };
    case "imports/failed":
      return { ...state, phase: "failed" };
    case "import/opened":
      return { ...state, open: action.key };
    case "import/closed":
      return { ...state, open: undefined };
    case "live/event":
      return heard(state, action.event);
    case "live/reset":
      return { ...state, phase: outOfDate(state.phase) };
    case "live/connected":
      return action.whole && !hasFailed(state) ? state : { ...state, phase: outOfDate(state.phase) };
    case "session/entered":
      return { ...state, phase: outOfDate(state.phase) };
    case "session/left":
      return noImports;
    case "upload/begun":
    case "import/read":
    case "import/forgotten":
      return { ...listOvertaken(state), runs: runsAfter(state.runs, action) };
    default:
      return withRuns(state, runsAfter(state.runs, action));
  }
}

function hasFailed({ phase, runs }: ImportsState): boolean {
  return phase === "failed" || runs.some((run) => run.phase === "failed");
}

function runsAfter(runs: readonly ImportRun[], action: Action): readonly ImportRun[] {
  switch (action.type) {
    case "upload/begun":
      return begun(runs, action);
    case "import/asked":
      return changed(runs, action.key, (run) => ({ ...run, phase: "asked" }));
    case "import/read":
      return changed(runs, action.answer.key, (run) => ({ ...run, answer: action.answer, phase: answered(run.phase) }));
    case "import/failed":
      return changed(runs, action.key, (run) => ({ ...run, phase: "failed" }));
    case "import/missing":
      return runs.flatMap((run) => (run.answer.key === action.key ? missing(run) : run));
    case "import/forgotten":
      return runs.filter((run) => run.answer.key !== action.key);
    case "upload/moved":
      return uploading(runs, action.key, { phase: "sending", sent: action.sent });
    case "upload/cut":
      return uploading(runs, action.key, { phase: "cut" });
    case "upload/refused":
      return uploading(runs, action.key, { phase: "refused", problem: action.problem });
    case "upload/ended":
      return changed(runs, action.key, ({ upload: _, ...run }) => run);
    default:
      return runs;
  }
}

function withRuns(state: ImportsState, runs: readonly ImportRun[]): ImportsState {
  return runs === state.runs ? state : { ...state, runs };
}

function begun(runs: readonly ImportRun[], action: Extract<Action, { type: "upload/begun" }>): readonly ImportRun[] {
  const upload: Upload = { phase: "sending", sent: 0, total: action.total, problem: "" };
  const others = runs.filter((run) => run.answer.key !== action.answer.key);
  return [...others, { ...runOf(action.answer), upload, passedOver: action.passedOver }];
}

function heard(state: ImportsState, event: ServerEvent): ImportsState {
  if (event.eventSource !== Source.Import) return state;
  if (event.eventType === "Deleted") return { ...listOvertaken(state), runs: state.runs.filter(({ answer }) => answer.key !== event.key) };
  const known = state.runs.some(({ answer }) => answer.key === event.key);
  if (!known) return { ...state, phase: outOfDate(state.phase) };
  return { ...listOvertaken(state), runs: changed(state.runs, event.key, (run) => ({ ...run, phase: outOfDate(run.phase) })) };
}

/** A list that is on its way may be older than what is known of one import by now. */
function listOvertaken(state: ImportsState): ImportsState {
  return state.phase === "asked" ? { ...state, phase: "overtaken" } : state;
}

/**
 * What the server lists; and what it forgot before its end, so that the page can say so. A list that was overtaken says
 * nothing: it is asked for once more.
 */
function listed({ phase, runs }: ImportsState, items: readonly ImportAnswer[]): readonly ImportRun[] {
  if (phase === "overtaken") return runs;
  const known = new Map(runs.map((run) => [run.answer.key, run]));
  const there = new Set(items.map(({ key }) => key));
  const gone = runs.filter(({ answer }) => !there.has(answer.key)).flatMap(missing);
  return [...gone, ...items.map((answer) => relisted(known.get(answer.key), answer))];
}

/** One that is being read stays so: that answer is the newer one. */
function relisted(run: ImportRun | undefined, answer: ImportAnswer): ImportRun {
  const phase = run && isOnItsWay(run.phase) ? run.phase : "fresh";
  return { ...(run ?? runOf(answer)), answer, phase };
}

function missing(run: ImportRun): readonly ImportRun[] {
  if (!isUnfinished(run)) return run.lost ? [run] : [];
  const { upload: _, ...rest } = run;
  return [{ ...rest, lost: true, phase: "fresh" }];
}

function runOf(answer: ImportAnswer): ImportRun {
  return { answer, phase: "fresh", passedOver: [], lost: false };
}

function uploading(runs: readonly ImportRun[], key: string, change: Partial<Upload>): readonly ImportRun[] {
  return changed(runs, key, (run) => (run.upload ? { ...run, upload: { ...run.upload, ...change } } : run));
}

function changed(
  runs: readonly ImportRun[],
  key: string,
  how: (run: ImportRun) => ImportRun,
): readonly ImportRun[] {
  return runs.map((run) => (run.answer.key === key ? how(run) : run));
}

function isOnItsWay(phase: ReadPhase): boolean {
  return phase === "asked" || phase === "overtaken";
}

function outOfDate(phase: ReadPhase): ReadPhase {
  return isOnItsWay(phase) ? "overtaken" : "stale";
}

function answered(phase: ReadPhase): ReadPhase {
  return phase === "overtaken" ? "stale" : "fresh";
}
