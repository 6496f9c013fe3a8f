/** Asks when a document is to be published, and when to be taken down. */

import { type TemplateResult, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ScheduleLine } from "../api/model.js";
import { languageName, t } from "../i18n/i18n.js";
import { DialogElement } from "../shell/dialog.js";
import { isoOf, localOf } from "./inputs/date-input.js";

@customElement("cd-schedule-dialog")
export class ScheduleDialog extends DialogElement<readonly ScheduleLine[]> {
  @property({ attribute: false }) cultures: readonly (string | null)[] = [];
  @property({ attribute: false }) schedule: readonly ScheduleLine[] = [];

  /** Keeps the dates; the dialog stays open, and says why, when that fails. */
  act: (schedule: readonly ScheduleLine[]) => Promise<unknown> = async () => undefined;

  @state() private lines: readonly ScheduleLine[] | undefined;

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
        ${this.#date(culture, "Release")} ${this.#date(culture, "Expire")}
      </fieldset>`,
    )}`;
  }

  protected override async answer(): Promise<readonly ScheduleLine[]> {
    const schedule = this.#current();
    await this.act(schedule);
    return schedule;
  }

  #date(culture: string | null, action: ScheduleLine["action"]): TemplateResult {
    const line = this.#current().find((one) => one.action === action && (one.culture ?? null) === culture);
    return html`<label>
      ${t(`schedule.${action}`)}
      <input
        type="datetime-local"
        .value=${localOf(line?.due ?? "")}
        @change=${(event: Event) => this.#set(culture, action, isoOf((event.target as HTMLInputElement).value))}
      />
    </label>`;
  }

  #set(culture: string | null, action: ScheduleLine["action"], due: string | null): void {
    const others = this.#current().filter((one) => one.action !== action || (one.culture ?? null) !== culture);
    this.lines = due === null ? others : [...others, { action, due, culture }];
  }

  #current(): readonly ScheduleLine[] {
    return this.lines ?? this.schedule;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-schedule-dialog": ScheduleDialog;
  }
}
