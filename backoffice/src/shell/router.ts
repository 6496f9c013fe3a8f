/** Where in the back office we are: the address below /umbraco/, as parts. */

import type { Leaving } from "./leaving.js";

export const BASE = "/umbraco/";

/** The address of a place, for links. */
export function hrefOf(...parts: readonly string[]): string {
  return BASE + parts.map(encodeURIComponent).join("/");
}

/** The parts of an address below /umbraco/; none for any other. A part that is badly written stays as it is. */
export function partsOf(pathname: string): readonly string[] {
  if (!`${pathname}/`.startsWith(BASE)) return [];
  return pathname.slice(BASE.length).split("/").filter(Boolean).map(decoded);
}

/** Which document or page is open, without the part of it that is shown: `content/<key>`, `users/user/<key>`. */
export function placeOf(parts: readonly string[]): string {
  return parts.slice(0, parts[0] === "content" ? 2 : 3).join("/");
}

/** Whether a part of an address can be the key of something. */
export function isKey(part: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What `history` keeps with an address of ours: its place, by which one knows how far back or forward one went. */
interface Entry {
  readonly at: number;
}

/** Follows the address. Dispatches `change` when it becomes another one. */
export class Router extends EventTarget {
  #parts = partsOf(location.pathname);
  #at = indexOf(history.state) ?? 0;
  /** How many movements of the browser are our own, and ask nobody. */
  #own = 0;

  constructor(private readonly leaving: Leaving) {
    super();
  }

  get parts(): readonly string[] {
    return this.#parts;
  }

  /** Takes over the links of the page, and the browser's way back. */
  begin(): void {
    history.replaceState(entry(this.#at), "");
    addEventListener("popstate", (event) => this.#moved(indexOf(event.state)));
    document.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (link === undefined) return;
      event.preventDefault();
      void this.go(link.pathname);
    });
  }

  /** Goes to another address, unless the user wants to stay with what is not saved. */
  async go(pathname: string): Promise<void> {
    if (pathname === location.pathname) return this.#look();
    if (this.leaving.unsaved && !(await this.leaving.allowed())) return;
    this.#at += 1;
    history.pushState(entry(this.#at), "", pathname);
    this.#look();
  }

  replace(pathname: string): void {
    history.replaceState(entry(this.#at), "", pathname);
    this.#look();
  }

  /** The browser went back or forward already: when that may lose something, it comes back until the user has said so. */
  #moved(place: number | undefined): void {
    if (this.#own > 0) return void (this.#own -= 1);
    const steps = (place ?? this.#at) - this.#at;
    if (steps === 0 || !this.leaving.unsaved) return this.#arrive(place);
    this.#move(-steps);
    if (!this.leaving.asking) void this.leaving.allowed().then((allowed) => allowed && this.#follow(steps));
  }

  /** Goes where the user wanted to; the movement that this makes asks nobody. */
  #follow(steps: number): void {
    addEventListener("popstate", (event) => this.#arrive(indexOf(event.state)), { once: true });
    this.#move(steps);
  }

  #move(steps: number): void {
    this.#own += 1;
    history.go(steps);
  }

  #arrive(place: number | undefined): void {
    this.#at = place ?? this.#at;
    this.#look();
  }

  #look(): void {
    const parts = partsOf(location.pathname);
    if (parts.join("/") === this.#parts.join("/")) return;
    this.#parts = parts;
    this.dispatchEvent(new Event("change"));
  }
}

function entry(at: number): Entry {
  return { at };
}

/** The place of an entry in the history of this tab; nothing for one that we did not make. */
function indexOf(state: unknown): number | undefined {
  const at = (state as Partial<Entry> | null)?.at;
  return typeof at === "number" ? at : undefined;
}

/** The link of ours that a plain click went to. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (link === undefined || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
  return link.pathname.startsWith(BASE) ? link : undefined;
}
