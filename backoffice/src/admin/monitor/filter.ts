/** Which arrivals the monitor shows, and what is known about them. */

import type { ServerEvent } from "../../live/events.js";
import type { Arrival } from "../../store/monitor.js";
import type { Names } from "../names.js";

export interface Filter {
  readonly source: string;
  readonly type: string;
  readonly text: string;
}

export const everything: Filter = { source: "", type: "", text: "" };

/** What arrived and fits. Resets are always shown: they say that something is missing. */
export function fitting(arrivals: readonly Arrival[], filter: Filter, names: Names): readonly Arrival[] {
  const text = filter.text.trim().toLowerCase();
  return arrivals.filter((arrival) => {
    if (arrival.kind === "reset") return true;
    const { event } = arrival;
    if (filter.source && event.eventSource !== filter.source) return false;
    if (filter.type && event.eventType !== filter.type) return false;
    return text === "" || wordsOf(event, names).includes(text);
  });
}

/** The values that a filter can be set to: what has been seen, in alphabetical order. */
export function seen(arrivals: readonly Arrival[], field: "eventSource" | "eventType"): readonly string[] {
  const values = arrivals.flatMap((arrival) => (arrival.kind === "event" ? [arrival.event[field]] : []));
  return [...new Set(values)].sort();
}

/** The last word of a source: `Document` for `Umbraco:CMS:Document`. */
export function shortSource(source: string): string {
  return source.slice(source.lastIndexOf(":") + 1);
}

function wordsOf(event: ServerEvent, names: Names): string {
  const known = [event.key, event.actorKey].map((key) => (key && names.get(key)) ?? "");
  return [JSON.stringify(event), ...known].join(" ").toLowerCase();
}
