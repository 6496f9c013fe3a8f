/** Where in the back office we are: the address below /umbraco/, as parts. */

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

/** Follows the address. Dispatches `change` when it becomes another one. */
export class Router extends EventTarget {
  #parts = partsOf(location.pathname);

  get parts(): readonly string[] {
    return this.#parts;
  }

  /** Takes over the links of the page, and the browser's way back. */
  begin(): void {
    addEventListener("popstate", () => this.#look());
    document.addEventListener("click", (event) => {
      const link = linkOf(event);
      if (link === undefined) return;
      event.preventDefault();
      this.go(link.pathname);
    });
  }

  go(pathname: string): void {
    if (pathname !== location.pathname) history.pushState(null, "", pathname);
    this.#look();
  }

  replace(pathname: string): void {
    history.replaceState(null, "", pathname);
    this.#look();
  }

  #look(): void {
    const parts = partsOf(location.pathname);
    if (parts.join("/") === this.#parts.join("/")) return;
    this.#parts = parts;
    this.dispatchEvent(new Event("change"));
  }
}

/** The link of ours that a plain click went to. */
function linkOf(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (link === undefined || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
  return link.pathname.startsWith(BASE) ? link : undefined;
}
