/** The pictures of the page. All are part of the build: nothing is fetched from anywhere else. */

import { UUIIconRegistryEssential } from "@umbraco-ui/uui/components/icon-registry-essential/icon-registry-essential.js";

/** Strokes on a grid of 24, in the manner of the essential icons. */
const OWN: Readonly<Record<string, string>> = {
  "chevron-right": `<path d="m9 6 6 6-6 6"/>`,
  globe: `<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3a14 14 0 0 1 0 18M12 3a14 14 0 0 0 0 18"/>`,
  history: `<path d="M4 12a8 8 0 1 0 3-6.2L4 8M4 4v4h4M12 8v4l3 2"/>`,
  home: `<path d="m4 11 8-7 8 7M6 10v10h12V10M10 20v-6h4v6"/>`,
  key: `<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3M14 9l2 2"/>`,
  list: `<path d="M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01"/>`,
  menu: `<path d="M4 7h16M4 12h16M4 17h16"/>`,
  more: `<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`,
  newspaper: `<path d="M5 4h12v16H7a3 3 0 0 1-3-3V8M17 9h3v8a3 3 0 0 1-3 3M8 8h5M8 12h5M8 16h5"/>`,
  send: `<path d="M20 4 4 11l6 3 3 6z"/><path d="m10 14 10-10"/>`,
  trash: `<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"/>`,
  user: `<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>`,
  users: `<circle cx="9" cy="8" r="4"/><path d="M2 21a7 7 0 0 1 14 0M16 4.5a4 4 0 0 1 0 7M18 15a7 7 0 0 1 4 6"/>`,
  bold: `<path d="M7 12h7a4 4 0 0 1 0 8H7V4h6a4 4 0 0 1 0 8"/>`,
  import: `<path d="M12 3v12M7 10l5 5 5-5M4 17v3h16v-3"/>`,
  italic: `<path d="M19 4h-9M14 20H5M15 4 9 20"/>`,
  "heading-2": `<path d="M4 12h8M4 18V6M12 18V6M21 18h-4c0-4 4-3.5 4-6 0-1.7-2.5-2.5-4-1"/>`,
  "heading-3": `<path d="M4 12h8M4 18V6M12 18V6M17.5 10.5c1.7-1 3.5 0 3.5 1.5a2 2 0 0 1-2 2c2.5 0 3.5 4-2 3.5"/>`,
  numbers: `<path d="M10 6h11M10 12h11M10 18h11M4 5l1-1v6M4 18h3M4 15c0-1.5 2.5-1.5 2.5 0L4 18"/>`,
  quote: `<path d="M17 6H3M21 12H8M21 18H8M3 12v6"/>`,
  subscript: `<path d="m4 5 8 9M12 5l-8 9M20 20h-4c0-2.5 4-2.5 4-4.5 0-1.5-2.5-2-3.8-.5"/>`,
  superscript: `<path d="m4 10 8 9M12 10l-8 9M20 9h-4c0-2.5 4-2.5 4-4.5C20 3 17.5 2.5 16.2 4"/>`,
  table: `<path d="M4 5h16v14H4zM4 10h16M4 14.5h16M9.3 5v14M14.7 5v14"/>`,
  "row-add": `<path d="M4 4h16v7H4zM12 15v6M9 18h6"/>`,
  "row-remove": `<path d="M4 4h16v7H4zM9 18h6"/>`,
  "column-add": `<path d="M4 4h7v16H4zM18 9v6M15 12h6"/>`,
  "column-remove": `<path d="M4 4h7v16H4zM15 12h6"/>`,
  "header-row": `<path d="M4 5h16v14H4zM4 8h16M4 10.5h16"/>`,
  cells: `<path d="M4 5h16v14H4zM12 5v4M12 15v4M8 12h8M10 10l-2 2 2 2M14 10l2 2-2 2"/>`,
  source: `<path d="M3 4h18v16H3zM10 9l-3 3 3 3M14 9l3 3-3 3"/>`,
  activity: `<path d="M3 12h4l3-8 4 16 3-8h4"/>`,
};

const icons = new UUIIconRegistryEssential();
for (const [name, strokes] of Object.entries(OWN)) icons.defineIcon(name, drawn(strokes));

/** Answers every `uui-icon` below an element. */
export function provideIcons(to: EventTarget): void {
  icons.attach(to);
}

function drawn(strokes: string): string {
  const style = `fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" ${style}>${strokes}</svg>`;
}
