/** Asks when a document is to be published, and when to be taken down. */

import { type TemplateResult, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Loaded } from "../api/documents.js";
import type { ScheduleLine } from "../api/model.js";
import { languageName, moment, t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { isoOf, localOf } from "./inputs/date-input.js";

@customElement("cd-schedule-dialog")
export class ScheduleDialog extends DialogElement<readonly ScheduleLine[]> {
  @property({ attribute: false }) cultures: readonly (string | null)[] = [];
  /** The version of the document whose dates are shown. */
  @property({ attribute: false }) seen!: Loaded;

  /** Keeps the dates, based on the version with this tag; the dialog stays open, and says why, when that fails. */
  act: (schedule: readonly ScheduleLine[], etag: string) => Promise<unknown> = async () => undefined;
  /** Gives the version that is known by now; asked when keeping the dates failed. */
  newest: () => Loaded = () => this.seen;

  /** What was chosen here, by field; `null` for no date. */
  @state() private chosen: Readonly<Record<string, string | null>> = {};
  /** The dates that were shown before somebody else was faster. */
  @state() private earlier: readonly ScheduleLine[] | undefined;

  protected override heading(): string {
    return t("editor.schedule");
  }

  protected override verb(): string {
    return t("editor.save");
  }

  protected override fields(): TemplateResult {
    return html`${this.cultures.map(
      (culture) => html`<fieldset>
        <legend>${culture === null ? t("schedule.dates") : languageName(culture)}</legend>
        ${ACTIONS.map((action) => this.#date(culture, action))}
      </fieldset>`,
    )}`;
  }

  protected override async answer(): Promise<readonly ScheduleLine[]> {
    const { document, etag } = this.seen;
    const schedule = this.#wanted();
    try {
      await this.act(schedule, etag);
    } catch (error) {
      [this.earlier, this.seen] = [document.schedule, this.newest()];
      throw error;
    }
    return schedule;
  }

  #date(culture: string | null, action: ScheduleLine["action"]): TemplateResult {
    const field = fieldOf({ culture, action });
    const now = dueIn(this.seen.document.schedule, field);
    const isNew = this.earlier !== undefined && now !== dueIn(this.earlier, field);
    return html`<label>
      ${t(`schedule.${action}`)}
      <input
        type="datetime-local"
        .value=${localOf(dueIn(this.#wanted(), field) ?? "")}
        @change=${(event: Event) =>
          (this.chosen = { ...this.chosen, [field]: isoOf((event.target as HTMLInputElement).value) })}
      />
      ${isNew
        ? html`<span class="meanwhile">${now ? t("schedule.meanwhile", { at: moment(now) }) : t("schedule.meanwhile-none")}</span>`
        : nothing}
    </label>`;
  }

  /** The dates as they are, with what was chosen here. */
  #wanted(): readonly ScheduleLine[] {
    const others = this.seen.document.schedule.filter((line) => !(fieldOf(line) in this.chosen));
    const fields = this.cultures.flatMap((culture) => ACTIONS.map((action) => ({ culture, action })));
    const chosen = fields.flatMap((line) => {
      const due = this.chosen[fieldOf(line)];
      return due ? [{ ...line, due }] : [];
    });
    return [...others, ...chosen];
  }
}

const ACTIONS = ["Release", "Expire"] as const;

function fieldOf({ culture, action }: Omit<ScheduleLine, "due">): string {
  return `${action} ${culture ?? ""}`;
}

function dueIn(schedule: readonly ScheduleLine[], field: string): string | undefined {
  return schedule.find((line) => fieldOf(line) === field)?.due;
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-schedule-dialog": ScheduleDialog;
  }
}
