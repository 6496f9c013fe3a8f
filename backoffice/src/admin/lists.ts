/** How each list of the administration is fetched. */

import type { ApiKey, DocumentTypeItem, Language, Page, User, UserGroup } from "../api/admin.js";
import { allBlueprints, allFolders } from "../api/blueprints.js";
import type { Client } from "../api/client.js";
import type { FoundPage } from "../api/model.js";
import type { ListItems, ListName } from "../store/lists.js";

export type Fetch<Item> = (client: Client, query: string) => Promise<Page<Item>>;

/** Lists that are short enough to be shown as a whole. */
const ALL = "take=500";

export const LISTS: { readonly [Name in ListName]: Fetch<ListItems[Name]> } = {
  documentTypes: (client) => client.get<Page<DocumentTypeItem>>(`/document-type?${ALL}`),
  blueprints: async (client) => whole(await allBlueprints(client)),
  blueprintFolders: async (client) => whole(await allFolders(client)),
  languages: async (client) => whole(await client.get<readonly Language[]>("/language")),
  users: (client, query) => client.get<Page<User>>(`/user?${query}`),
  userGroups: (client) => client.get<Page<UserGroup>>(`/user-group?${ALL}`),
  recentDocuments: (client, query) => client.get<FoundPage>(`/document/recent?${query}`),
  ownDocuments: (client, query) => client.get<FoundPage>(`/document/recent?mine=true&${query}`),
  apiKeys: (client) => client.get<Page<ApiKey>>(`/api-key?${ALL}`),
};

/** A list that the server does not give in pages. */
function whole<Item>(items: readonly Item[]): Page<Item> {
  return { items, total: items.length };
}
