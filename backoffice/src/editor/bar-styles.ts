/** The looks of the bar at the lower end of the editor. */

import { css } from "lit";

export const barStyles = css`
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--uui-size-space-3);
    min-height: 54px;
    padding: var(--uui-size-space-3) var(--uui-size-space-5);
    background: var(--uui-color-surface);
    border-top: 1px solid var(--uui-color-border);
  }

  p {
    flex: 1 1 16rem;
    margin: 0;
  }
`;
