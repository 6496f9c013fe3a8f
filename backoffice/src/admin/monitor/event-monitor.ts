/** A window on the live events that reach this tab: filter, pause, inspect. */

import { type TemplateResult, css, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { a, wordFor } from "../../i18n/admin/words.js";
import { language, wholeMoment } from "../../i18n/i18n.js";
import { type Arrival, MOST_ARRIVALS } from "../../store/monitor.js";
import { selectField, textField } from "../fields.js";
import { type Names, namesIn } from "../names.js";
import { PageElement } from "../page-element.js";
import { type Filter, everything, fitting, seen, shortSource } from "./filter.js";

/** Rows that are drawn before one asks for more. */
const STEP = 100;
/** Between two drawings: events may come by the hundred, and one drawing does for all that have come. */
const PAUSE_MILLISECONDS = 150;

@customElement("cd-event-monitor")
export class EventMonitor extends PageElement {
  @state() private filter: Filter = everything;
  @state() private rows = STEP;
  @state() private inspected: number | undefined;

  readonly #monitor = this.select((state) => state.monitor);
  readonly #live = this.select((state) => state.live);

  #drawn = 0;

  protected override async scheduleUpdate(): Promise<void> {
    const rest = this.#drawn + PAUSE_MILLISECONDS - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    super.scheduleUpdate();
    this.#drawn = performance.now();
  }

  override render(): TemplateResult {
    const { arrivals, paused, count } = this.#monitor.value;
    const shown = paused?.arrivals ?? arrivals;
    const names = namesIn(this.services.store.state);
    return html`
      <div class="head">
        <h1>${a("monitor.title")}</h1>
        ${this.#buttons()}
      </div>
      <p class="quiet">${a("monitor.about", { most: MOST_ARRIVALS })}</p>
      ${this.#tools(shown)}
      <p role="status">
        ${paused ? a("monitor.paused", { count: count - paused.count }) : a(`monitor.${this.#live.value}`)}
      </p>
      ${this.#table(fitting(shown, this.filter, names), names)}
    `;
  }

  #buttons(): TemplateResult {
    const { store } = this.services;
    const paused = this.#monitor.value.paused !== undefined;
    return html`
      <uui-button
        look=${paused ? "primary" : "secondary"}
        label=${a(paused ? "monitor.continue" : "monitor.pause")}
        @click=${() => store.dispatch({ type: paused ? "monitor/continued" : "monitor/paused" })}
      ></uui-button>
      <uui-button
        look="outline"
        label=${a("monitor.clear")}
        @click=${() => store.dispatch({ type: "monitor/cleared" })}
      ></uui-button>
    `;
  }

  #tools(arrivals: readonly Arrival[]): TemplateResult {
    const { source, type, text } = this.filter;
    const all = { value: "", label: a("monitor.all") };
    const set = (part: Partial<Filter>): void => {
      this.filter = { ...this.filter, ...part };
      this.rows = STEP;
    };
    const options = (values: readonly string[], chosen: string, word: (value: string) => string) =>
      [...new Set([...values, ...(chosen ? [chosen] : [])])].map((value) => ({ value, label: word(value) }));
    return html`<div class="tools">
      ${selectField({
        id: "source",
        label: a("monitor.source"),
        value: source,
        options: [all, ...options(seen(arrivals, "eventSource"), source, sourceWord)],
        change: (value) => set({ source: value }),
      })}
      ${selectField({
        id: "type",
        label: a("monitor.type"),
        value: type,
        options: [all, ...options(seen(arrivals, "eventType"), type, (one) => wordFor("event", one))],
        change: (value) => set({ type: value }),
      })}
      ${textField({ id: "text", type: "search", label: a("monitor.text"), value: text, change: (value) => set({ text: value }) })}
    </div>`;
  }

  #table(arrivals: readonly Arrival[], names: Names): TemplateResult {
    if (arrivals.length === 0) return html`<p>${a("monitor.none")}</p>`;
    const hidden = arrivals.length - this.rows;
    return html`
      <div class="scroll">
        <table>
          <caption>
            ${a("monitor.title")}
          </caption>
          <thead>
            <tr>
              <th scope="col">${a("monitor.time")}</th>
              <th scope="col">${a("monitor.source")}</th>
              <th scope="col">${a("monitor.type")}</th>
              <th scope="col">${a("monitor.key")}</th>
              <th scope="col" class="secondary">${a("monitor.actor")}</th>
              <th scope="col" class="secondary">${a("monitor.origin")}</th>
              <th scope="col" class="secondary">${a("monitor.cultures")}</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(
              arrivals.slice(0, this.rows),
              ({ number }) => number,
              (arrival) => this.#row(arrival, names),
            )}
          </tbody>
        </table>
      </div>
      ${
        hidden > 0
          ? html`<p>
              <uui-button
                look="outline"
                label=${a("monitor.more", { count: hidden })}
                @click=${() => (this.rows += STEP)}
              ></uui-button>
            </p>`
          : nothing
      }
    `;
  }

  #row(arrival: Arrival, names: Names): TemplateResult {
    if (arrival.kind === "reset")
      return html`<tr class="reset">
        <td colspan="7">${a("monitor.reset")}</td>
      </tr>`;
    const { event, own, number } = arrival;
    const open = this.inspected === number;
    return html`
      <tr class=${own ? "own" : ""}>
        <td>
          <button
            class="plain"
            aria-expanded=${open}
            aria-label=${a("monitor.inspect", { time: clock(event.at), type: wordFor("event", event.eventType) })}
            @click=${() => (this.inspected = open ? undefined : number)}
          >
            ${event.at === undefined
              ? "–"
              : html`<time datetime=${event.at} title=${wholeMoment(event.at)}>${clock(event.at)}</time>`}
          </button>
        </td>
        <td title=${event.eventSource}>${sourceWord(event.eventSource)}</td>
        <td title=${event.eventType}>${wordFor("event", event.eventType)}</td>
        <td>${named(event.key, names)}</td>
        <td class="secondary">${event.actorKey ? this.services.people.nameOf(event.actorKey) : nothing}</td>
        <td class="secondary">
          ${own ? html`<span class="tag">${a("monitor.own")}</span>` : html`<span title=${event.origin ?? ""}>${event.origin?.slice(0, 8) ?? ""}</span>`}
        </td>
        <td class="secondary">${event.cultures?.join(", ") ?? nothing}</td>
      </tr>
      ${
        open
          ? html`<tr class="json">
              <td colspan="7">
                <pre tabindex="0" aria-label=${a("monitor.json")}>${JSON.stringify(event, null, 2)}</pre>
              </td>
            </tr>`
          : nothing
      }
    `;
  }

  static override styles = [
    PageElement.styles,
    css`
      :host {
        max-width: none;
      }

      .tools .field {
        min-width: min(100%, 12rem);
      }

      tr.own {
        background: var(--uui-color-surface-emphasis);
      }

      .reset td {
        background: var(--uui-color-warning);
        color: var(--uui-color-warning-contrast);
      }

      .plain {
        padding: 0;
        border: 0;
        background: none;
        color: var(--uui-color-interactive);
        font: inherit;
        font-variant-numeric: tabular-nums;
        text-decoration: underline;
        cursor: pointer;
      }

      code,
      pre {
        font-family: ui-monospace, monospace;
        font-size: 0.85rem;
      }

      pre {
        max-height: 20rem;
        margin: 0;
        overflow: auto;
        white-space: pre-wrap;
      }
    `,
  ];
}

function named(key: string, names: Names): TemplateResult {
  const name = names.get(key);
  return name === undefined
    ? html`<code title=${key}>${key.slice(0, 8)}…</code>`
    : html`<span title=${key}>${name}</span>`;
}

function sourceWord(source: string): string {
  return wordFor("source", shortSource(source));
}

function clock(iso: string | undefined): string {
  if (iso === undefined) return "–";
  const style = { hour: "numeric", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const;
  return new Intl.DateTimeFormat(language(), style).format(new Date(iso));
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-event-monitor": EventMonitor;
  }
}
