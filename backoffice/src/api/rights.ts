/** What the user may do at documents. */

import type { Client } from "./client.js";

/** The verbs that the user has at a document. */
export async function verbsAt(client: Client, key: string): Promise<readonly string[]> {
  const [found] = await client.get<readonly { readonly verbs: readonly string[] }[]>(
    "/user/current/permissions/document",
    { key },
  );
  return found?.verbs ?? [];
}

/** The verbs that the user has at each of some documents. */
export async function verbsOf(client: Client, key: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const found = await client.get<readonly { readonly key: string; readonly verbs: readonly string[] }[]>(
    "/user/current/permissions/document",
    { key },
  );
  return Object.fromEntries(found.map((one) => [one.key, one.verbs]));
}
