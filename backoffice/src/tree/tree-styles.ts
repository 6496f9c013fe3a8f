/** How the tree looks. The height of a row is that of `ROW_HEIGHT` in the view. */

import { css } from "lit";

export const treeStyles = css`
  :host {
    display: block;
    height: 100%;
    min-height: 0;
  }

  .scroll {
    height: 100%;
    overflow: hidden auto;
  }

  .scroll:focus-visible {
    outline-offset: -2px;
  }

  [role="treeitem"] {
    position: relative;
    display: flex;
    align-items: center;
    gap: 6px;
    height: 34px;
    padding: 0 4px 0 var(--indent);
    cursor: pointer;
    user-select: none;
  }

  [role="treeitem"]:hover {
    background: var(--uui-color-surface-emphasis);
  }

  [aria-selected="true"]:is(*, :hover) {
    background: var(--uui-color-current);
    color: var(--uui-color-current-contrast);
  }

  .scroll:focus-visible .focused {
    box-shadow: inset 0 0 0 2px var(--uui-color-focus);
  }

  .drop-onto {
    box-shadow: inset 0 0 0 2px var(--uui-color-positive-standalone);
  }

  .drop-before::before,
  .drop-after::before {
    content: "";
    position: absolute;
    z-index: 1;
    top: -2px;
    right: 0;
    left: var(--indent);
    height: 3px;
    border-radius: 2px;
    background: var(--uui-color-positive-standalone);
    pointer-events: none;
  }

  .drop-after::before {
    top: auto;
    bottom: -1px;
  }

  .drop-after[aria-expanded="true"]::before {
    left: calc(var(--indent) + 16px);
  }

  .twist {
    display: grid;
    place-items: center;
    width: 22px;
    height: 100%;
    flex: none;
  }

  [aria-expanded="true"] > .twist uui-icon {
    transform: rotate(90deg);
  }

  uui-icon {
    flex: none;
  }

  .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .name.draft,
  .name.visible {
    color: var(--uui-color-text-alt);
    font-style: italic;
  }

  [aria-disabled="true"] {
    cursor: default;
  }

  [aria-disabled="true"] > :is(.name, uui-icon) {
    opacity: 0.5;
  }

  uui-icon.unsaved {
    font-size: 0.85em;
  }

  uui-icon.draft {
    opacity: 0.65;
  }

  .dot {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
  }

  .dot.edited {
    border: 2px solid var(--uui-color-warning-standalone);
  }

  .dot.touched {
    background: var(--uui-color-positive-standalone);
  }

  button {
    flex: none;
    width: 28px;
    height: 28px;
    padding: 0;
    border: 0;
    border-radius: 3px;
    background: none;
    color: inherit;
    cursor: pointer;
    opacity: 0;
  }

  [role="treeitem"]:hover button,
  .focused button,
  [aria-selected="true"] button {
    opacity: 1;
  }

  @media (hover: none) {
    button {
      opacity: 1;
    }
  }

  @media (forced-colors: active) {
    [aria-selected="true"]:is(*, :hover) {
      background: SelectedItem;
      color: SelectedItemText;
      forced-color-adjust: none;
    }

    .dot.touched {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .scroll:focus-visible .focused {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
