/** The live line over the official SignalR client. */

import {
  DefaultHttpClient,
  HttpError,
  type HttpRequest,
  type HttpResponse,
  HubConnectionBuilder,
  LogLevel,
  NullLogger,
} from "@microsoft/signalr";
import type { Session } from "../api/session.js";
import type { Connect, CursorKeeper } from "./connection.js";

const HUB = "/umbraco/serverEventHub";
const PLACE = "copydesk.cursor";

/** Connects as whoever is signed in. A line is never mended: the next one begins at the newest cursor. */
export function hubOf(session: Session): Connect {
  return (cursor, handlers) => {
    let shown = "";
    const http = new HubHttpClient();
    const connection = new HubConnectionBuilder()
      .withUrl(cursor === undefined ? HUB : `${HUB}?cursor=${encodeURIComponent(cursor)}`, {
        httpClient: http,
        accessTokenFactory: async () => (shown = session.accessToken ?? (await session.renew()) ?? ""),
      })
      .configureLogging(LogLevel.None)
      .build();
    connection.on("notify", handlers.notify);
    connection.on("reset", handlers.reset);
    connection.onclose(handlers.ended);
    /** A token that is refused is renewed, once. */
    const startAgain = async (error: unknown): Promise<void> => {
      if (!http.wasRefused || (await session.renew(shown)) === undefined) throw error;
      await connection.start();
    };
    return {
      open: async () => {
        await connection.start().catch(startAgain);
        return (await connection.invoke<string | null>("Cursor")) ?? undefined; // Answered when the hub has taken us on.
      },
      close: () => connection.stop(),
    };
  };
}

/** Remembers that the server refused the token: of a failed negotiation the connection tells only in words. */
class HubHttpClient extends DefaultHttpClient {
  wasRefused = false;

  constructor() {
    super(NullLogger.instance);
  }

  override async send(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await super.send(request);
    } catch (error) {
      this.wasRefused ||= error instanceof HttpError && error.statusCode === 401;
      throw error;
    }
  }
}

/** The cursor of this tab and user; another user's cursor is nobody's business. */
export function cursorInTab(userKey: string, storage: Storage = sessionStorage): CursorKeeper {
  const place = `${PLACE}.${userKey}`;
  return {
    get: () => storage.getItem(place) ?? undefined,
    set: (cursor) => storage.setItem(place, cursor),
  };
}
