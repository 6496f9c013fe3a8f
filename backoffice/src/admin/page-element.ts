/** What the pages of the administration have in common. */

import { type CSSResultGroup, type TemplateResult, html, nothing } from "lit";
import { moment, t } from "../i18n/i18n.js";
import { a } from "../i18n/admin/words.js";
import { AppElement, shared } from "../shell/element.js";
import "../shell/components.js";
import "../shell/nothing-here.js";
import type { Listing } from "../store/lists.js";
import type { Touch } from "../store/entities.js";
import type { Entity } from "./entity.js";
import { formStyles, pageStyles, tableStyles } from "./styles.js";
import type { Submission } from "./submission.js";

export abstract class PageElement extends AppElement {
  /** Whoever did something may be named only later. */
  protected readonly people = this.select((state) => state.people);

  /** Shows a list when it is there, and says why when it is not. */
  protected listed<Item>(listing: Listing<Item>, show: (items: readonly Item[]) => unknown): unknown {
    if (listing.phase === "refused") return html`<p role="alert">${t("page.withdrawn")}</p>`;
    if (listing.phase === "failed" && listing.items.length === 0) return html`<p role="alert">${a("list.failed")}</p>`;
    const never = listing.items.length === 0 && listing.phase !== "fresh";
    return never ? html`<p aria-busy="true">${t("app.loading")}</p>` : show(listing.items);
  }

  /** Shows one thing when it is there, and says why when it is not. */
  protected opened<T>(entity: Entity<T>, show: (data: T) => unknown): unknown {
    switch (entity.phase) {
      case "ready":
        return show(entity.data as T);
      case "missing":
        return html`<cd-nothing-here></cd-nothing-here>`;
      case "refused":
        return html`<cd-nothing-here why=${t("page.withdrawn")}></cd-nothing-here>`;
      case "failed":
        return html`<p role="alert">${a("form.failed")}</p>`;
      default:
        return html`<p aria-busy="true">${t("app.loading")}</p>`;
    }
  }

  /** Says that somebody else changed what is being edited, and offers to show that instead. */
  protected overtaken(touch: Touch | undefined, stale: boolean, reload: () => void): unknown {
    if (touch === undefined && !stale) return nothing;
    const who = touch?.actorKey ? this.services.people.nameOf(touch.actorKey) : a("form.somebody");
    const when = touch?.at ? a("form.at", { time: moment(touch.at) }) : a("form.meanwhile");
    const key = touch?.gone ? "form.gone" : stale ? "form.stale" : "form.touched";
    return html`<div class="notice" role="alert">
      <p>${a(key, { who, when })}</p>
      ${touch?.gone ? nothing : html`<uui-button look="outline" label=${a("form.reload")} @click=${reload}></uui-button>`}
    </div>`;
  }

  /** What the server had against a form as a whole. */
  protected refused(submission: Submission): TemplateResult | typeof nothing {
    return submission.refusal === undefined
      ? nothing
      : html`<div class="notice" role="alert"><p>${submission.refusal}</p></div>`;
  }

  static override styles: CSSResultGroup = [shared, pageStyles, tableStyles, formStyles];
}
