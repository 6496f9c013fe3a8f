/** The pages of the sections for administration. A page is a line here, and an element in a file of its own. */

import { type TemplateResult, html } from "lit";
import { type CurrentUser, mayMakeBlueprints } from "../api/security.js";
import type { AdminKey } from "../i18n/admin/words.js";

export interface AdminPage {
  /** The section it stands in, and its part of the address after it. */
  readonly section: "settings" | "users";
  readonly path: string;
  readonly label: AdminKey;
  readonly icon: string;
  /** The tree that the user must be given to see it, where the section alone does not do. */
  readonly tree?: string;
  /** Only for administrators. */
  readonly administrators?: boolean;
  /** Decides alone who sees it, where that is no matter of sections and trees. */
  opensTo?(user: CurrentUser): boolean;
  /** Fetches the code of the page. */
  load(): Promise<unknown>;
  /** Shows it; `parts` are those of the address after the page. */
  view(parts: readonly string[]): TemplateResult;
}

export const ADMIN_PAGES: readonly AdminPage[] = [
  {
    section: "settings",
    path: "document-type",
    label: "types.title",
    icon: "document",
    tree: "documentTypes",
    load: () => import("./types/type-page.js"),
    view: ([key]) => html`<cd-type-page key=${key ?? ""}></cd-type-page>`,
  },
  {
    section: "settings",
    path: "blueprint",
    label: "blueprints.title",
    icon: "clipboard",
    opensTo: mayMakeBlueprints,
    load: () => import("./blueprints/blueprint-page.js"),
    view: ([key]) => html`<cd-blueprint-page key=${key ?? ""}></cd-blueprint-page>`,
  },
  {
    section: "settings",
    path: "languages",
    label: "languages.title",
    icon: "globe",
    tree: "languages",
    load: () => import("./languages/language-page.js"),
    view: ([code]) => html`<cd-language-page code=${code ?? ""}></cd-language-page>`,
  },
  {
    section: "settings",
    path: "events",
    label: "monitor.title",
    icon: "activity",
    load: () => import("./monitor/event-monitor.js"),
    view: () => html`<cd-event-monitor></cd-event-monitor>`,
  },
  {
    section: "users",
    path: "user",
    label: "users.title",
    icon: "user",
    load: () => import("./users/user-page.js"),
    view: ([key]) => html`<cd-user-page key=${key ?? ""}></cd-user-page>`,
  },
  {
    section: "users",
    path: "group",
    label: "groups.title",
    icon: "users",
    load: () => import("./users/group-page.js"),
    view: ([key]) => html`<cd-group-page key=${key ?? ""}></cd-group-page>`,
  },
  {
    section: "users",
    path: "api-key",
    label: "keys.title",
    icon: "key",
    administrators: true,
    load: () => import("./users/api-keys.js"),
    view: () => html`<cd-api-keys></cd-api-keys>`,
  },
];

/** Whether a user's rights open a page. */
export function isOpen({ section, tree, administrators, opensTo }: AdminPage, user: CurrentUser): boolean {
  if (opensTo !== undefined) return opensTo(user);
  const given = tree === undefined ? user.sections.includes(section) : user.trees.includes(tree);
  return given && (!administrators || user.isAdministrator);
}
