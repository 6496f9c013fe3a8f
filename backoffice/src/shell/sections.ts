/** The sections of the back office. Which of them a user sees is decided by the server's word on their rights. */

import { type TemplateResult, html } from "lit";
import type { MessageKey } from "../i18n/i18n.js";

export interface Section {
  /** As in the user's rights and in the address. */
  readonly alias: string;
  readonly label: MessageKey;
  readonly icon: string;
  /** Fetches the code of the section. */
  load(): Promise<unknown>;
  /** Shows it; `parts` are those of the address after the section. */
  view(parts: readonly string[]): TemplateResult;
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
