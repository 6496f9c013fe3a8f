/** The pages of the sections for administration. A page is a line here, and an element in a file of its own. */

import type { TemplateResult } from "lit";
import type { MessageKey } from "../i18n/i18n.js";

export interface AdminPage {
  /** The section it stands in, and its part of the address after it. */
  readonly section: "settings" | "users";
  readonly path: string;
  readonly label: MessageKey;
  readonly icon: string;
  /** The tree that the user must be given to see it, where the section alone does not do. */
  readonly tree?: string;
  /** Fetches the code of the page. */
  load(): Promise<unknown>;
  /** Shows it; `parts` are those of the address after the page. */
  view(parts: readonly string[]): TemplateResult;
}

export const ADMIN_PAGES: readonly AdminPage[] = [];
