/** Light or dark: as the system says, unless this browser was told otherwise. */

import { css } from "lit";

export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const PLACE = "copydesk.theme";

/** Colours with a contrast of at least 4.5:1 for text, in place of those of the light theme. */
const palette = css`
  :root {
    color-scheme: dark;
    --uui-color-selected: #4c82d8;
    --uui-color-selected-emphasis: #6b9ae3;
    --uui-color-selected-standalone: #8fb5ee;
    --uui-color-selected-contrast: #10141a;
    --uui-color-current: #24406b;
    --uui-color-current-emphasis: #2d4f84;
    --uui-color-current-standalone: #8fb5ee;
    --uui-color-current-contrast: #f2f4f7;
    --uui-color-disabled: #2b323b;
    --uui-color-disabled-standalone: #3d4650;
    --uui-color-disabled-contrast: #9aa4b0;
    --uui-color-header-surface: #11161d;
    --uui-color-header-contrast: #dde3ea;
    --uui-color-header-contrast-emphasis: #ffffff;
    --uui-color-focus: #6b9ae3;
    --uui-color-surface: #1d232b;
    --uui-color-surface-alt: #262d36;
    --uui-color-surface-emphasis: #2a323c;
    --uui-color-background: #151a21;
    --uui-color-text: #e9edf2;
    --uui-color-text-alt: #b4bec9;
    --uui-color-interactive: #d5deea;
    --uui-color-interactive-emphasis: #9dc0f5;
    --uui-color-interactive-contrast: #11161d;
    --uui-color-border: #46505c;
    --uui-color-border-standalone: #5a6673;
    --uui-color-border-emphasis: #7b8896;
    --uui-color-divider: #2c343e;
    --uui-color-divider-standalone: #3a434e;
    --uui-color-divider-emphasis: #56616d;
    --uui-color-default: #2f5fae;
    --uui-color-default-emphasis: #3b6fc2;
    --uui-color-default-standalone: #a9c8f7;
    --uui-color-default-contrast: #ffffff;
    --uui-color-warning: #f0c33c;
    --uui-color-warning-emphasis: #f6d25f;
    --uui-color-warning-standalone: #f3cd5c;
    --uui-color-warning-contrast: #1b1600;
    --uui-color-danger: #c9333f;
    --uui-color-danger-emphasis: #d8434f;
    --uui-color-danger-standalone: #ff9aa0;
    --uui-color-danger-contrast: #ffffff;
    --uui-color-invalid: #ff8f96;
    --uui-color-invalid-emphasis: #ffa8ad;
    --uui-color-invalid-standalone: #ff9aa0;
    --uui-color-invalid-contrast: #2a0507;
    --uui-color-positive: #1f7d4c;
    --uui-color-positive-emphasis: #278f59;
    --uui-color-positive-standalone: #74d6a3;
    --uui-color-positive-contrast: #ffffff;
  }
`.styleSheet!;

const MEDIA: Readonly<Record<Theme, string>> = {
  system: "(prefers-color-scheme: dark)",
  light: "not all",
  dark: "all",
};

/** The theme that this browser was told to use. */
export function theme(): Theme {
  const kept = localStorage.getItem(PLACE);
  return THEMES.find((known) => known === kept) ?? "system";
}

export function setTheme(next: Theme): void {
  localStorage.setItem(PLACE, next);
  show(next);
}

/** Brings the dark colours to the page; call it once. */
export function beginTheme(): void {
  document.adoptedStyleSheets.push(palette);
  show(theme());
}

function show(next: Theme): void {
  palette.media.mediaText = MEDIA[next];
}
