/** What stands beside the tree while no document is chosen: what was changed lately, and what waits to be saved. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { ListLoader } from "../admin/list-loader.js";
import type { FoundDocument } from "../api/model.js";
import { moment, t } from "../i18n/i18n.js";
import { AppElement, shared } from "../shell/element.js";
import { hrefOf } from "../shell/router.js";
import type { ListPhase, Listing } from "../store/lists.js";
import { ROOT } from "../store/tree.js";
import { unsavedKeys } from "../store/unsaved.js";
import "./first-steps.js";
import { iconOf } from "./state-of-node.js";

const LATELY = "take=8";
const LOADING: ReadonlySet<ListPhase> = new Set<ListPhase>(["stale", "asked", "overtaken"]);

/** What a link to a document shows. */
type Linked = Pick<FoundDocument, "key" | "icon" | "name"> & { readonly blueprint?: boolean };

@customElement("cd-start-page")
export class StartPage extends AppElement {
  readonly #recent = new ListLoader(this, "recentDocuments", LATELY);
  readonly #own = new ListLoader(this, "ownDocuments", LATELY);
  readonly #unsavedKeys = this.select(unsavedKeys);
  readonly #root = this.select((state) => state.tree.lists[ROOT]);
  readonly #session = this.select((state) => state.session);

  override render(): TemplateResult {
    const root = this.#root.value;
    if (root?.pages[0] === "fresh" && root.total === 0 && this.#mayFurnish()) return html`<cd-first-steps></cd-first-steps>`;
    return html`
      <h1>${t("start.heading")}</h1>
      <p class="quiet">${t("content.choose")}</p>
      ${this.#unsaved()}
      <div class="lists">
        ${this.#list("recent", t("start.recent"), this.#recent.value)} ${this.#list("own", t("start.own"), this.#own.value)}
      </div>
    `;
  }

  /** What was changed here and is kept nowhere else. */
  #unsaved(): unknown {
    const unsaved = [...this.#unsavedKeys.value].flatMap((key) => this.#known(key) ?? []);
    if (unsaved.length === 0) return nothing;
    return html`<section aria-labelledby="unsaved">
      <h2 id="unsaved">${t("start.unsaved")}</h2>
      <ul>
        ${unsaved.map((one) => html`<li>${this.#link(one)}</li>`)}
      </ul>
    </section>`;
  }

  /** A document as it is open, as it was before it was deleted, or as the tree has it. */
  #known(key: string): Linked | undefined {
    const { documents, tree } = this.services.store.state;
    const document = documents[key];
    const open = document?.kind === "gone" ? document.was : document;
    return open?.kind === "open" ? open.base.document : tree.nodes[key];
  }

  #list(id: string, heading: string, { items, phase }: Listing<FoundDocument>): TemplateResult {
    return html`<section aria-labelledby=${id} aria-busy=${LOADING.has(phase)}>
      <h2 id=${id}>${heading}</h2>
      ${phase === "fresh" && items.length === 0 ? html`<p class="quiet">${t("start.nothing")}</p>` : nothing}
      <ul>
        ${items.map((item) => this.#line(item))}
      </ul>
    </section>`;
  }

  #line(item: FoundDocument): TemplateResult {
    const who = item.writerName ?? t(item.writerKey ? "people.somebody" : "people.system");
    return html`<li>
      ${this.#link(item)}
      ${item.above.length > 0 ? html`<span class="quiet path">${item.above.join(" / ")}</span>` : nothing}
      <span class="quiet">${t("start.who", { who, when: moment(item.updated) })}</span>
    </li>`;
  }

  #link(item: Linked): TemplateResult {
    const place = item.blueprint ? ["settings", "blueprint"] : ["content"];
    return html`<a href=${hrefOf(...place, item.key)}><uui-icon name=${iconOf(item)}></uui-icon> ${item.name}</a>`;
  }

  #mayFurnish(): boolean {
    const session = this.#session.value;
    return session.kind === "signed-in" && session.user.hasDocumentRootAccess && session.user.trees.includes("documentTypes");
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        width: 100%;
        max-width: 70rem;
        padding: var(--uui-size-layout-1);
      }

      h1 {
        font-size: 1.5rem;
      }

      h2 {
        margin-bottom: var(--uui-size-space-3);
        font-size: 1.1rem;
      }

      .lists {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        gap: var(--uui-size-space-5);
        align-items: start;
      }

      section {
        margin-bottom: var(--uui-size-space-5);
        padding: var(--uui-size-space-5);
        border: 1px solid var(--uui-color-border);
        border-radius: 6px;
        background: var(--uui-color-surface);
      }

      .lists section {
        margin: 0;
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        padding: var(--uui-size-space-3) 0;
        overflow-wrap: anywhere;
      }

      li + li {
        border-top: 1px solid var(--uui-color-divider-standalone);
      }

      li .quiet {
        font-size: 0.87rem;
      }

      a {
        font-weight: 600;
        text-decoration: none;
      }

      a:hover {
        text-decoration: underline;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-start-page": StartPage;
  }
}
