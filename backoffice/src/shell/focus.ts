/** Where the focus is, and where it goes when what had it is gone, or when another place was opened. */

const FOCUSABLE =
  "h1, h2, h3, a[href], button:not([disabled]), input:not([disabled]), select, textarea, uui-button:not([disabled]), [tabindex]";
const PATIENCE_MILLISECONDS = 30_000;

/** Another place was opened, and its heading has not been found yet. */
let arriving: AbortController | undefined;

/** The element that has the focus, inside whatever shadow it stands. */
export function focusedElement(): Element | undefined {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found === null || found === document.body ? undefined : found;
}

/** Remembers where the focus is; what it gives brings the focus back there, or as near as there still is something. */
export function rememberFocus(): () => void {
  const way = wayUp(focusedElement());
  return () => bringBack(way);
}

/** The first heading of a page that can be seen, inside whatever shadow it stands. */
export function headingIn(root: ParentNode): HTMLElement | undefined {
  const [own] = [...root.querySelectorAll("h1")].filter((heading) => heading.checkVisibility());
  if (own !== undefined) return own;
  for (const { shadowRoot } of root.querySelectorAll("*")) {
    const found = shadowRoot ? headingIn(shadowRoot) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Puts the focus on the heading of what was opened, once it is there; unless somebody goes on by themselves meanwhile. */
export function focusHeading(root: ParentNode): void {
  arriving?.abort();
  const { signal } = (arriving = new AbortController());
  const [stop, before] = [arriving, focusedElement()];
  for (const sign of ["keydown", "pointerdown"]) {
    addEventListener(sign, () => stop.abort(), { capture: true, once: true, signal });
  }
  const until = performance.now() + PATIENCE_MILLISECONDS;
  const look = (): void => {
    const now = focusedElement();
    if (now !== undefined && now !== before) stop.abort();
    if (signal.aborted) return;
    const heading = headingIn(root);
    if (heading) takesFocus(heading);
    if (heading || performance.now() > until) stop.abort();
    else requestAnimationFrame(look);
  };
  signal.addEventListener("abort", () => (arriving = arriving === stop ? undefined : arriving));
  requestAnimationFrame(look);
}

/** Sees to it that the focus never gets lost with the element that had it. */
export class FocusKeeper {
  #way: readonly EventTarget[] = [];
  readonly #watch = new MutationObserver(() => this.#look());

  begin(): void {
    addEventListener("pointerdown", () => (this.#way = []), { capture: true });
    addEventListener("focusin", (event) => this.#follow(event.composedPath()));
  }

  #follow(way: readonly EventTarget[]): void {
    this.#way = way;
    this.#watch.disconnect();
    const roots = way.filter((one) => one instanceof ShadowRoot);
    for (const root of roots) this.#watch.observe(root, { childList: true, subtree: true });
  }

  #look(): void {
    const [element] = this.#way;
    if (element instanceof Element && !element.isConnected && focusedElement() === undefined) bringBack(this.#way);
  }
}

function bringBack(way: readonly EventTarget[]): void {
  if (arriving !== undefined) return;
  const [first] = way;
  if (first instanceof HTMLElement && takesFocus(first)) return;
  for (const node of way.slice(1)) {
    if (!(node instanceof Element || node instanceof ShadowRoot) || !node.isConnected) continue;
    const near = [...node.querySelectorAll<HTMLElement>(FOCUSABLE)];
    if (near.some(takesFocus)) return;
  }
}

function takesFocus(element: HTMLElement): boolean {
  if (!element.isConnected || !element.checkVisibility()) return false;
  if (/^h[1-3]$/.test(element.localName)) element.tabIndex = -1;
  element.focus();
  return wayUp(focusedElement()).includes(element);
}

/** An element and what it stands in, from the inside out, through all shadows. */
function wayUp(element: Element | undefined): readonly Node[] {
  const way: Node[] = [];
  for (let node: Node | null | undefined = element; node; ) {
    way.push(node);
    node = node instanceof ShadowRoot ? node.host : node.parentNode;
  }
  return way;
}
