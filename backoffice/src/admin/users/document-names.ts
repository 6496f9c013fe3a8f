/** What documents are called, for pages that know only their keys. */

import type { Client } from "../../api/client.js";

interface Named {
  readonly variants: readonly { readonly culture: string | null; readonly name: string | null }[];
}

/** The name of a document; its key for who may not see it. */
export async function nameOfDocument(client: Client, key: string): Promise<string> {
  try {
    const { variants } = await client.get<Named>(`/document/${key}`);
    return variants.find(({ name }) => name)?.name ?? key;
  } catch {
    return key;
  }
}
