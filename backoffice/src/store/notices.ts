/** Messages that stand at the top until they are closed, left behind or tried again, or until their time is over. */

import { type ServerEvent, Source } from "../live/events.js";
import type { Action } from "./state.js";

export type NoticeKind = "positive" | "warning" | "danger" | "default";

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** Who speaks: the category of a handler's message, or what was being done. */
  readonly headline: string;
  readonly text: string;
  readonly offer?: Offer;
  /** The place that it is about, such as `content/<key>`; it does not follow to others. */
  readonly place?: string;
  /** Says only that the server does not answer: it is of no interest when that is over. */
  readonly cut?: true;
}

/** Something that can be done about what is said, once. */
export interface Offer {
  readonly label: string;
  /** It is made only as long as a document stands where it was moved to. */
  readonly moved?: Moved;
  act(): void;
}

export interface Moved {
  readonly key: string;
  /** The key of its parent; `undefined` for the root. */
  readonly to: string | undefined;
}

export type NoticeAction =
  | { readonly type: "notice/shown"; readonly notice: Omit<Notice, "id"> }
  | { readonly type: "notice/closed"; readonly id: number }
  /** Something is tried again there: what came of it before is of no interest any more. */
  | { readonly type: "notice/retried"; readonly place: string }
  /** The server answers again. */
  | { readonly type: "server/back" }
  /** One has come to a place, and left another one. */
  | { readonly type: "place/entered"; readonly place: string };

/** More than these are not read by anybody: of what stays, and of what leaves by itself. */
const MOST = 5;

/** The place of a document. */
export function placeOfDocument(key: string): string {
  return `content/${key}`;
}

export function noticeReducer(notices: readonly Notice[], action: Action): readonly Notice[] {
  switch (action.type) {
    case "notice/shown":
      return shown(notices, action.notice);
    case "notice/closed":
      return kept(notices, ({ id }) => id !== action.id);
    case "notice/retried":
      return withoutOutcomes(notices, action.place);
    case "place/entered":
      return kept(notices, ({ kind, place }) => kind === "positive" || place === action.place);
    case "server/back":
    case "live/connected":
      return kept(notices, ({ cut }) => !cut);
    case "live/event":
      return withoutOvertaken(notices, action.event);
    case "session/left":
      return [];
    default:
      return notices;
  }
}

/** What is said again is said anew, not twice. */
function shown(notices: readonly Notice[], notice: Omit<Notice, "id">): readonly Notice[] {
  const id = (notices.at(-1)?.id ?? 0) + 1;
  const others = notices.filter(
    ({ kind, headline, text }) => kind !== notice.kind || headline !== notice.headline || text !== notice.text,
  );
  const all = [...others, { ...notice, id }];
  const alike = all.filter(({ kind }) => (kind === "positive") === (notice.kind === "positive"));
  return alike.length > MOST ? all.filter((one) => one !== alike[0]) : all;
}

/** Without what came of the last attempt there. */
function withoutOutcomes(notices: readonly Notice[], where: string): readonly Notice[] {
  return kept(notices, ({ kind, place }) => place !== where || !(kind === "danger" || kind === "positive"));
}

/** Without the offer to take a move back, when its document has gone on; what was done stays said. */
function withoutOvertaken(notices: readonly Notice[], event: ServerEvent): readonly Notice[] {
  const isOvertaken = ({ offer }: Notice): boolean => offer?.moved !== undefined && leaves(event, offer.moved);
  if (!notices.some(isOvertaken)) return notices;
  return notices.map((notice) => {
    const { offer: _, ...rest } = notice;
    return isOvertaken(notice) ? rest : notice;
  });
}

/** The move itself may be heard of only after it was answered, and leads there. */
function leaves({ eventSource, eventType, key, parentKey }: ServerEvent, moved: Moved): boolean {
  if (eventSource !== Source.Document || key !== moved.key) return false;
  return eventType === "Trashed" || eventType === "Deleted" || (eventType === "Moved" && parentKey !== moved.to);
}

function kept(notices: readonly Notice[], which: (notice: Notice) => boolean): readonly Notice[] {
  return notices.every(which) ? notices : notices.filter(which);
}
