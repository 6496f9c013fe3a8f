/** How forms, tables and panels of the administration look. */

import { css } from "lit";

export const pageStyles = css`
  :host {
    display: block;
    max-width: 70rem;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--uui-size-space-4);
    margin-bottom: var(--uui-size-space-5);
  }

  .head h1 {
    flex: 1;
    min-width: min(100%, 12rem);
    font-size: 1.5rem;
  }

  h2 {
    font-size: 1.1rem;
  }

  p {
    margin: 0 0 var(--uui-size-space-4);
  }

  .tools,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--uui-size-space-4);
    margin-bottom: var(--uui-size-space-4);
  }

  .box {
    margin-bottom: var(--uui-size-space-5);
    padding: var(--uui-size-space-5);
    border: 1px solid var(--uui-color-border);
    border-radius: 6px;
    background: var(--uui-color-surface);
  }

  .box > h2 {
    margin-bottom: var(--uui-size-space-4);
  }

  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--uui-size-space-4);
    margin-bottom: var(--uui-size-space-4);
    padding: var(--uui-size-space-3) var(--uui-size-space-4);
    border: 1px solid var(--uui-color-border-emphasis);
    border-left: 5px solid var(--uui-color-warning);
    border-radius: 4px;
    background: var(--uui-color-surface);
  }

  .notice p {
    flex: 1;
    margin: 0;
  }

  @media (max-width: 40rem) {
    .box {
      padding: var(--uui-size-space-4);
    }
  }
`;

export const tableStyles = css`
  .scroll {
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    background: var(--uui-color-surface);
  }

  caption {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  th,
  td {
    padding: var(--uui-size-space-3) var(--uui-size-space-4);
    border-bottom: 1px solid var(--uui-color-divider-emphasis);
    text-align: left;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  thead th {
    position: sticky;
    top: 0;
    background: var(--uui-color-surface-alt);
    font-weight: 600;
    white-space: nowrap;
  }

  tbody th {
    font-weight: 600;
  }

  td.end {
    text-align: right;
    white-space: nowrap;
  }

  .tag {
    display: inline-block;
    margin: 0 var(--uui-size-space-2) var(--uui-size-space-1) 0;
    padding: 0 var(--uui-size-space-3);
    border: 1px solid var(--uui-color-border-emphasis);
    border-radius: 1em;
    font-size: 0.85rem;
    white-space: nowrap;
  }

  .tag.warn {
    border-color: var(--uui-color-danger-standalone);
    color: var(--uui-color-danger-standalone);
  }

  @media (max-width: 40rem) {
    .secondary {
      display: none;
    }
  }
`;

export const formStyles = css`
  form,
  .fields {
    display: grid;
    gap: var(--uui-size-space-4);
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--uui-size-space-4);
    align-items: start;
  }

  .field {
    display: grid;
    gap: var(--uui-size-space-1);
    min-width: 0;
  }

  .field > label,
  legend {
    font-weight: 600;
  }

  .check {
    display: flex;
    align-items: start;
    gap: var(--uui-size-space-3);
  }

  .check input {
    flex: none;
    width: 1.15em;
    height: 1.15em;
    margin: 0.2em 0 0;
    accent-color: var(--uui-color-default);
  }

  .check .hint {
    display: block;
  }

  fieldset {
    display: grid;
    gap: var(--uui-size-space-3);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-bottom: var(--uui-size-space-2);
    padding: 0;
  }

  input:not([type="checkbox"], [type="radio"], [type="file"]),
  textarea,
  select {
    width: 100%;
    min-width: 0;
    min-height: 38px;
    padding: var(--uui-size-space-2) var(--uui-size-space-3);
    border: 1px solid var(--uui-color-border-emphasis);
    border-radius: 3px;
    background: var(--uui-color-surface);
    color: inherit;
    font: inherit;
  }

  textarea {
    resize: vertical;
  }

  .code {
    font-family: ui-monospace, monospace;
    font-size: 0.9rem;
  }

  [aria-invalid="true"] {
    border-color: var(--uui-color-danger-standalone) !important;
  }

  .hint {
    margin: 0;
    color: var(--uui-color-text-alt);
    font-size: 0.87rem;
  }

  .error {
    margin: 0;
    color: var(--uui-color-danger-standalone);
  }
`;
