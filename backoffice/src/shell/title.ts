/** The title of the window: what is open, its section, and the product. */

import { headingIn } from "./focus.js";

const PRODUCT = "Copydesk";
const PAUSE_MILLISECONDS = 50;

/** Names the parts from the innermost on, each once. */
export function titleOf(...names: readonly (string | undefined)[]): string {
  const known = names.map((name) => name?.replace(/\s+/g, " ").trim()).filter((name) => name);
  return [...new Set([...known, PRODUCT])].join(" – ");
}

/** Follows the heading of the page, which follows names and languages. */
export class WindowTitle {
  /** What gave the name at last; looking for it anew goes through the whole page. */
  #heading: HTMLElement | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param page gives where the heading is looked for.
   * @param section gives what the section is called.
   */
  constructor(
    private readonly page: () => ParentNode | null,
    private readonly section: () => string | undefined,
  ) {}

  /** Something was drawn, perhaps the heading. */
  look(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (!this.#heading?.isConnected || !this.#heading.checkVisibility()) this.#heading = this.#find();
      document.title = titleOf(this.#heading?.textContent ?? undefined, this.section());
    }, PAUSE_MILLISECONDS);
  }

  #find(): HTMLElement | undefined {
    const page = this.page();
    return page ? headingIn(page) : undefined;
  }
}
