/** Messages that stand in the corner until they are closed, or until their time is over. */

import type { Action } from "./state.js";

export type NoticeKind = "positive" | "warning" | "danger" | "default";

export interface Notice {
  readonly id: number;
  readonly kind: NoticeKind;
  /** Who speaks: the category of a handler's message, or what was being done. */
  readonly headline: string;
  readonly text: string;
  readonly offer?: Offer;
}

/** Something that can be done about what is said, once. */
export interface Offer {
  readonly label: string;
  act(): void;
}

export type NoticeAction =
  | { readonly type: "notice/shown"; readonly notice: Omit<Notice, "id"> }
  | { readonly type: "notice/closed"; readonly id: number };

/** More than these are not read by anybody. */
const MOST = 5;

export function noticeReducer(notices: readonly Notice[], action: Action): readonly Notice[] {
  switch (action.type) {
    case "notice/shown":
      return [...notices, { ...action.notice, id: (notices.at(-1)?.id ?? 0) + 1 }].slice(-MOST);
    case "notice/closed":
      return notices.filter((notice) => notice.id !== action.id);
    case "session/left":
      return [];
    default:
      return notices;
  }
}
