/** Lit's `styleMap`, without the attribute that it writes the first time (see `csp.ts`). */

import { noChange } from "lit";
import { type AttributePart, Directive, directive } from "lit/directive.js";

export type StyleInfo = Readonly<Record<string, string | number | undefined | null>>;

class StyleMap extends Directive {
  #set: ReadonlySet<string> = new Set();

  override render(_: StyleInfo): typeof noChange {
    return noChange;
  }

  override update({ element }: AttributePart, [styles]: [StyleInfo]): typeof noChange {
    const { style } = element as HTMLElement;
    const given = new Map(Object.entries(styles).flatMap(([name, value]) => (value == null ? [] : [[dashed(name), value]])));
    for (const name of this.#set) if (!given.has(name)) style.removeProperty(name);
    for (const [name, value] of given) style.setProperty(name, String(value));
    this.#set = new Set(given.keys());
    return noChange;
  }
}

function dashed(name: string): string {
  return name.includes("-") ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export const styleMap = directive(StyleMap);
