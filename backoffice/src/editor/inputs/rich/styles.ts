/** How rich text looks while it is edited. */

import { css } from "lit";

export const richStyles = css`
  .box {
    border: 1px solid var(--uui-color-border-emphasis);
    border-radius: 3px;
    background: var(--uui-color-surface);
  }

  .box > .tools {
    display: flex;
    flex-wrap: wrap;
    border-bottom: 1px solid var(--uui-color-divider-standalone);
  }

  .tools button {
    min-width: 34px;
    min-height: 32px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }

  .tools button[aria-pressed="true"] {
    background: var(--uui-color-current);
    color: var(--uui-color-current-contrast);
  }

  .tools button[aria-disabled="true"] {
    opacity: 0.4;
    cursor: default;
  }

  .box > .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--uui-size-space-3);
    margin: 0;
    padding: var(--uui-size-space-3);
    border-bottom: 1px solid var(--uui-color-divider-standalone);
    border-left: 4px solid var(--uui-color-warning-standalone);
  }

  .note span {
    flex: 1 1 16rem;
  }

  .box > textarea {
    display: block;
    min-height: 12em;
    border: 0;
    font-family: ui-monospace, monospace;
    font-size: 0.9em;
  }

  .box.source > .text {
    display: none;
  }

  .box.fixed > .text {
    background: var(--uui-color-surface-alt);
  }

  .ProseMirror {
    min-height: 8em;
    max-height: 36em;
    padding: var(--uui-size-space-3);
    overflow: auto;
    overflow-wrap: anywhere;
    white-space: break-spaces;
  }

  .ProseMirror > :first-child {
    margin-top: 0;
  }

  .ProseMirror blockquote {
    margin-inline: 0;
    padding-inline-start: var(--uui-size-space-4);
    border-inline-start: 3px solid var(--uui-color-border);
  }

  .ProseMirror pre,
  .ProseMirror code {
    font-family: ui-monospace, monospace;
    background: var(--uui-color-surface-alt);
  }

  .ProseMirror table {
    width: 100%;
    margin: var(--uui-size-space-3) 0;
    border-collapse: collapse;
    table-layout: fixed;
  }

  .ProseMirror table[data-cd-caption]::before {
    content: attr(data-cd-caption);
    display: table-caption;
  }

  .ProseMirror :is(td, th) {
    position: relative;
    padding: var(--uui-size-space-2);
    border: 1px solid var(--uui-color-border-emphasis);
    text-align: start;
    vertical-align: top;
  }

  .ProseMirror :is(th, [data-cd-part="thead"]) {
    background: var(--uui-color-surface-alt);
  }

  .ProseMirror :is(td, th) > p {
    margin: 0;
  }

  .ProseMirror .selectedCell {
    outline: 2px solid var(--uui-color-focus);
    outline-offset: -2px;
  }

  .ProseMirror :is(figure, dl, section, article, aside, div, details) {
    margin-inline: 0;
    padding-inline-start: var(--uui-size-space-3);
    border-inline-start: 1px dotted var(--uui-color-border);
  }

  .ProseMirror details::details-content {
    content-visibility: visible;
    block-size: auto;
  }

  .cd-picture img {
    max-width: 100%;
    height: auto;
  }

  .cd-picture {
    display: inline-block;
    padding: var(--uui-size-space-2) var(--uui-size-space-3);
    border: 1px dashed var(--uui-color-border-emphasis);
    background: var(--uui-color-surface-alt);
  }

  .ProseMirror-selectednode {
    outline: 2px solid var(--uui-color-focus);
  }
`;
