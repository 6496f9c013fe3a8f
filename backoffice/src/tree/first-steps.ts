/** What stands beside the tree of an empty desk: the way to the first document. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { ListLoader } from "../admin/list-loader.js";
import { type MessageKey, t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { hrefOf } from "../shell/router.js";
import type { Listing } from "../store/lists.js";

interface Step {
  readonly done: boolean;
  readonly label: MessageKey;
  readonly href?: string;
}

@customElement("cd-first-steps")
export class FirstSteps extends AppElement {
  readonly #languages = new ListLoader(this, "languages");
  readonly #types = new ListLoader(this, "documentTypes");

  override render(): TemplateResult {
    const steps: readonly Step[] = [
      { done: has(this.#languages.value), label: "first.language", href: hrefOf("settings", "languages") },
      { done: has(this.#types.value), label: "first.type", href: hrefOf("settings", "document-type") },
      { done: false, label: "first.document" },
    ];
    return html`
      <section aria-labelledby="heading">
        <h1 id="heading">${t("first.heading")}</h1>
        <ol>
          ${steps.map((step) => this.#step(step))}
        </ol>
        <p class="quiet">${t("first.import")} <code>copydesk import</code></p>
      </section>
    `;
  }

  #step({ done, label, href }: Step): TemplateResult {
    return html`<li class=${done ? "done" : ""}>
      ${href && !done ? html`<a href=${href}>${t(label)}</a>` : t(label)}
      ${done ? html`<uui-icon name="check" aria-label=${t("first.done")}></uui-icon>` : nothing}
    </li>`;
  }

  static override styles = [
    shared,
    css`
      section {
        max-width: 36rem;
      }

      ol {
        display: grid;
        gap: var(--uui-size-space-4);
        margin-block: var(--uui-size-space-5);
        font-size: 1.1rem;
      }

      .done {
        color: var(--uui-color-text-alt);
      }
    `,
  ];
}

function has(list: Listing<unknown>): boolean {
  return list.items.length > 0;
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-first-steps": FirstSteps;
  }
}
