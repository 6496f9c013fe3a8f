/** A menu of actions at a place of the page, with the keys that menus have. */

import { type TemplateResult, css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { AppElement, shared } from "./element.js";
import { focusedElement, rememberFocus } from "./focus.js";

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  act(): void;
}

const STEPS: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

@customElement("cd-menu")
export class Menu extends AppElement {
  label = "";
  items: readonly MenuItem[] = [];
  /** Where the menu opens, in the coordinates of the window. */
  x = 0;
  y = 0;
  /** Brings the focus back to where it was. */
  leave: () => void = () => undefined;

  @query("[role=menu]") private menu!: HTMLElement;

  override render(): TemplateResult {
    return html`<div role="menu" popover aria-label=${this.label} @toggle=${this.#toggled} @keydown=${this.#key}>
      ${this.items.map(
        (item) => html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose(item)}>
          <uui-icon name=${item.icon}></uui-icon>${item.label}
        </button>`,
      )}
    </div>`;
  }

  override firstUpdated(): void {
    this.menu.showPopover();
    const { offsetWidth, offsetHeight } = this.menu;
    this.menu.style.left = `${Math.max(8, Math.min(this.x, innerWidth - offsetWidth - 8))}px`;
    this.menu.style.top = `${Math.max(8, Math.min(this.y, innerHeight - offsetHeight - 8))}px`;
    this.#buttons()[0]?.focus();
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.menu.querySelectorAll("button")];
  }

  #choose(item: MenuItem): void {
    this.menu.hidePopover();
    this.leave(); // Before a dialog asks where the focus was.
    item.act();
  }

  readonly #toggled = (event: ToggleEvent): void => {
    if (event.newState !== "closed") return;
    this.remove();
    if (focusedElement() === undefined) this.leave();
  };

  readonly #key = (event: KeyboardEvent): void => {
    const buttons = this.#buttons();
    const step = STEPS[event.key];
    if (event.key === "Tab") this.menu.hidePopover();
    if (step === undefined) return;
    event.preventDefault();
    const focused = buttons.findIndex((button) => button.matches(":focus"));
    buttons[step(focused, buttons.length)]?.focus();
  };

  static override styles = [
    shared,
    css`
      :host {
        position: absolute; /* So that it takes no place in the layout of whoever opened it. */
      }

      [role="menu"] {
        position: fixed;
        inset: auto;
        margin: 0;
        min-width: 12rem;
        padding: var(--uui-size-space-2);
        border: 1px solid var(--uui-color-border);
        border-radius: 4px;
        background: var(--uui-color-surface);
        color: var(--uui-color-text);
        box-shadow: var(--uui-shadow-depth-3);
      }

      button {
        display: flex;
        align-items: center;
        gap: var(--uui-size-space-3);
        width: 100%;
        padding: var(--uui-size-space-3);
        border: 0;
        border-radius: 3px;
        background: none;
        color: inherit;
        font: inherit;
        text-align: left;
        cursor: pointer;
      }

      button:hover,
      button:focus {
        background: var(--uui-color-surface-emphasis);
      }
    `,
  ];
}

/** Opens a menu; the focus goes back to where it was when the menu closes. */
export function openMenu(near: AppElement, label: string, items: readonly MenuItem[], x: number, y: number): void {
  const menu = document.createElement("cd-menu");
  Object.assign(menu, { label, items, x, y, leave: rememberFocus() });
  near.renderRoot.append(menu);
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-menu": Menu;
  }
}
