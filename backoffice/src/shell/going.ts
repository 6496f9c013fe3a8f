/** Going to other addresses of ours, from anywhere on the page. */

/** Asks the page to go to another address; its user is asked first where something would be lost. */
export function go(from: EventTarget, href: string): void {
  tell(from, "cd-go", href);
}

/** Says that what is open has got another address. It stays as it is, so nobody is asked. */
export function become(from: EventTarget, href: string): void {
  tell(from, "cd-become", href);
}

function tell(from: EventTarget, type: "cd-go" | "cd-become", detail: string): void {
  from.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap {
    "cd-go": CustomEvent<string>;
    "cd-become": CustomEvent<string>;
  }
}
