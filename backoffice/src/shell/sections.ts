/** The sections of the back office. Which of them a user sees is decided by the server's word on their rights. */

import { type TemplateResult, html } from "lit";
import { type CurrentUser, mayMakeBlueprints } from "../api/security.js";
import type { MessageKey } from "../i18n/i18n.js";

export interface Section {
  /** As in the user's rights and in the address. */
  readonly alias: string;
  readonly label: MessageKey;
  readonly icon: string;
  /** Trees that open the section also to those who were given one of them alone. */
  readonly trees?: readonly string[];
  /** Whoever else finds a page in it. */
  opensAlso?(user: CurrentUser): boolean;
  /** Fetches the code of the section. */
  load(): Promise<unknown>;
  /** Shows it; `parts` are those of the address after the section. */
  view(parts: readonly string[]): TemplateResult;
}

/** Whether a user's rights open a section, or a part of it. */
export function isOpen({ alias, trees = [], opensAlso }: Section, user: CurrentUser): boolean {
  const given = user.sections.includes(alias) || trees.some((tree) => user.trees.includes(tree));
  return given || (opensAlso?.(user) ?? false);
}

export const SECTIONS: readonly Section[] = [
  {
    alias: "content",
    label: "section.content",
    icon: "newspaper",
    load: () => import("../tree/content-section.js"),
    view: (parts) => html`<cd-content-section .parts=${parts}></cd-content-section>`,
  },
  {
    alias: "settings",
    label: "section.settings",
    icon: "settings",
    trees: ["documentTypes", "languages"],
    opensAlso: mayMakeBlueprints,
    load: () => import("../admin/admin-section.js"),
    view: (parts) => html`<cd-admin-section section="settings" .parts=${parts}></cd-admin-section>`,
  },
  {
    alias: "users",
    label: "section.users",
    icon: "users",
    load: () => import("../admin/admin-section.js"),
    view: (parts) => html`<cd-admin-section section="users" .parts=${parts}></cd-admin-section>`,
  },
];

/** What everybody may open: their own account. It is no section that rights name. */
export const ACCOUNT: Section = {
  alias: "account",
  label: "menu.account",
  icon: "user",
  load: () => import("../admin/account/account-page.js"),
  view: () => html`<cd-account-page></cd-account-page>`,
};
