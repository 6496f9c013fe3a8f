/** The live line over the official SignalR client. */

import { HttpError, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { Session } from "../api/session.js";
import type { Connect, CursorKeeper } from "./connection.js";

const HUB = "/umbraco/serverEventHub";
const PLACE = "copydesk.cursor";

/** Connects as whoever is signed in. A line is never mended: the next one begins at the newest cursor. */
export function hubOf(session: Session): Connect {
  return (cursor, handlers) => {
    let shown = "";
    const connection = new HubConnectionBuilder()
      .withUrl(cursor === undefined ? HUB : `${HUB}?cursor=${encodeURIComponent(cursor)}`, {
        accessTokenFactory: async () => (shown = session.accessToken ?? (await session.renew()) ?? ""),
      })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("notify", handlers.notify);
    connection.on("reset", handlers.reset);
    connection.onclose(handlers.ended);
    return {
      open: async () => {
        await connection.start().catch((error: unknown) => renewed(session, shown, error));
        return (await connection.invoke<string | null>("Cursor")) ?? undefined; // Answered when the hub has taken us on.
      },
      close: () => connection.stop(),
    };
  };
}

/** A refused token is renewed for the next attempt; this one has failed in any case. */
async function renewed(session: Session, shown: string, error: unknown): Promise<never> {
  if (error instanceof HttpError && error.statusCode === 401) await session.renew(shown);
  throw error;
}

/** The cursor of this tab and user; another user's cursor is nobody's business. */
export function cursorInTab(userKey: string, storage: Storage = sessionStorage): CursorKeeper {
  const place = `${PLACE}.${userKey}`;
  return {
    get: () => storage.getItem(place) ?? undefined,
    set: (cursor) => storage.setItem(place, cursor),
  };
}
