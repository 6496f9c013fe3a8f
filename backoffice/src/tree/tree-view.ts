/** The tree as one sees it: only the rows in sight are drawn, and only the pages in sight are loaded. */

import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { TreeItem } from "../api/model.js";
import { t } from "../i18n/i18n.js";
import "../shell/components.js";
import { AppElement, shared } from "../shell/element.js";
import { ROOT, type TreeState, pageOf } from "../store/tree.js";
import { unsavedKeys } from "../store/unsaved.js";
import { Dragging } from "./dragging.js";
import type { Drop } from "./drop.js";
import { Goal } from "./goal.js";
import { type Deed, deedOf } from "./keys.js";
import { TreeLoader } from "./loader.js";
import { type Row, keptKey, placeIn, rowsOf, wayTo } from "./rows.js";
import { iconOf, stateOf } from "./state-of-node.js";
import { treeStyles } from "./tree-styles.js";

const ROW_HEIGHT = 34;
const ROWS_BEYOND_SIGHT = 8;

/** What is put where. */
export interface Dropped {
  readonly dragged: TreeItem;
  readonly drop: Drop;
}

/** What is put one step up or down. */
export interface Stepped {
  readonly node: TreeItem;
  readonly step: -1 | 1;
}

/** What keys do to a document: F2, and the delete key, which puts it in the bin, or out of there. */
export type KeyAct = "rename" | "delete";

export interface KeyActRequest {
  readonly node: TreeItem;
  readonly act: KeyAct;
}

export interface MenuRequest {
  /** The document, or `undefined` for the recycle bin. */
  readonly node: TreeItem | undefined;
  readonly x: number;
  readonly y: number;
}

@customElement("cd-tree")
export class TreeView extends AppElement {
  @property() label = "";
  /** The key of the document that is open, or picked. */
  @property() current = "";
  @property({ type: Boolean }) withBin = false;
  /** Whether there are menus, and documents can be dragged. */
  @property({ type: Boolean }) active = false;

  /** What cannot be chosen here. */
  @property({ attribute: false }) refuses: (node: TreeItem) => boolean = () => false;

  @state() private focused = "";
  @state() private top = 0;
  @state() private height = 600;

  @query(".scroll") private scroller!: HTMLElement;

  readonly #tree = this.select((all) => all.tree);
  readonly #unsaved = this.select(unsavedKeys);
  readonly #resized = new ResizeObserver(([entry]) => (this.height = entry?.contentRect.height ?? this.height));
  #loader!: TreeLoader;
  #rows: readonly Row[] = [];
  #rowsOf: readonly [TreeState, boolean] | undefined;
  /** What is to be scrolled to as soon as it has a row. */
  #goal: Goal | undefined;
  readonly #dragging = new Dragging(
    this,
    () => this.#tree.value,
    (row) => this.#toggle(row),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#loader = new TreeLoader(this.services.store, this.services.client);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  override firstUpdated(): void {
    this.#resized.observe(this.scroller);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("current") && this.current) this.focused = this.current;
    const tree = this.#tree.value;
    if (this.#rowsOf?.[0] === tree && this.#rowsOf[1] === this.withBin) return;
    const before = this.#rows;
    this.#rowsOf = [tree, this.withBin];
    this.#rows = rowsOf(tree, this.withBin);
    this.focused = keptKey(before, this.#rows, tree, this.focused);
  }

  override updated(): void {
    this.#loader.want(ROOT, 0);
    const { lists, expanded } = this.#tree.value;
    for (const row of this.#inSight()) {
      if (row.kind !== "bin") {
        const page = pageOf(row.index);
        if (row.kind === "hole" || lists[row.list]?.pages[page] === "stale") this.#loader.want(row.list, page);
      }
      if (row.kind !== "hole" && expanded[row.key]) this.#loader.want(row.key, 0);
    }
    this.#pursue();
  }

  /**
   * Opens the tree down to a document, and scrolls to it as soon as it is there.
   *
   * @param way what stands above it, outermost first; by default what the tree knows of that.
   */
  reveal(key: string, way: readonly string[] = wayTo(this.#tree.value, key)): void {
    const { store, client } = this.services;
    this.#goal = new Goal(key, way, client, this.#loader);
    if (way.some((one) => !this.#tree.value.expanded[one])) store.dispatch({ type: "tree/expanded", keys: way });
    this.requestUpdate();
  }

  #pursue(): void {
    if (this.#goal === undefined) return;
    const { key } = this.#goal;
    const place = this.#rows.findIndex((row) => row.key === key);
    if (place >= 0) this.#scrollTo(place);
    if (place >= 0 || !this.#goal.pursue(this.#tree.value)) this.#goal = undefined;
  }

  override focus(): void {
    this.scroller.focus();
  }

  // Styles are set as properties: as attributes, the content security policy would not let them in.
  override render(): TemplateResult {
    const first = this.#first();
    const active = this.#rows[this.#place()];
    return html`
      <div
        class="scroll"
        role="tree"
        tabindex="0"
        aria-label=${this.label}
        aria-activedescendant=${active ? idOf(active.key) : nothing}
        @scroll=${() => (this.top = this.scroller.scrollTop)}
        @keydown=${this.#key}
      >
        <div role="none" .style=${`height: ${this.#rows.length * ROW_HEIGHT}px`}>
          <div role="none" .style=${`transform: translateY(${first * ROW_HEIGHT}px)`}>
            ${this.#inSight().map((row) => this.#row(row, row === active))}
          </div>
        </div>
      </div>
    `;
  }

  /** The place of the row that keys go on from. */
  #place(): number {
    return placeIn(this.#rows, this.#tree.value, this.focused);
  }

  #row(row: Row, active: boolean): TemplateResult {
    const { level, index, setSize } = row;
    const node = row.kind === "node" ? row.node : undefined;
    const expandable = row.kind === "bin" || node?.hasChildren === true;
    const expanded = expandable ? String(this.#tree.value.expanded[row.key] === true) : nothing;
    const { over } = this.#dragging;
    const drop = over?.key === row.key ? `drop-${over.part}` : "";
    const classes = [row.kind, active ? "focused" : "", drop];
    return html`<div
      id=${idOf(row.key)}
      class=${classes.join(" ")}
      role="treeitem"
      aria-level=${level}
      aria-posinset=${index + 1}
      aria-setsize=${setSize}
      aria-expanded=${expanded}
      aria-selected=${row.key === this.current}
      aria-busy=${row.kind === "hole" ? "true" : nothing}
      aria-disabled=${node && this.refuses(node) ? "true" : nothing}
      draggable=${this.active && node?.access === "full" ? "true" : "false"}
      .style=${`--indent: ${level * 16 - 8}px`}
      @click=${() => this.#open(row)}
      @contextmenu=${(event: MouseEvent) => this.#menuAt(event, row)}
      @dragstart=${(event: DragEvent) => this.#dragging.start(event, node)}
      @dragend=${() => this.#dragging.end()}
      @dragover=${(event: DragEvent) => this.#dragging.move(event, row)}
      @dragleave=${() => this.#dragging.leave()}
      @drop=${(event: DragEvent) => this.#drop(event, row)}
    >
      <span class="twist" aria-hidden="true" @click=${(event: Event) => this.#twist(event, row)}>
        ${expandable ? html`<uui-icon name="chevron-right"></uui-icon>` : nothing}
      </span>
      ${row.kind === "hole" ? html`<span class="quiet">…</span>` : this.#named(row, node)}
    </div>`;
  }

  #named(row: Row, node: TreeItem | undefined): TemplateResult {
    if (node === undefined) {
      return html`<uui-icon name="trash"></uui-icon><span class="name">${t("tree.bin")}</span>
        ${this.active ? this.#menuButton(row, t("tree.bin")) : nothing}`;
    }
    const unsaved = this.#unsaved.value.has(node.key);
    const { kind, words } = stateOf(node, this.#tree.value.touched[node.key], unsaved);
    return html`
      <uui-icon class=${kind} name=${iconOf(node)}></uui-icon>
      <span class="name ${kind}">${node.name}</span>
      ${unsaved ? html`<uui-icon name="edit" class="unsaved" aria-hidden="true" title=${t("state.unsaved")}></uui-icon>` : nothing}
      ${node.published && node.edited ? html`<span class="dot edited" aria-hidden="true" title=${t("state.edited")}></span>` : nothing}
      ${this.#tree.value.touched[node.key]
        ? html`<span class="dot touched" aria-hidden="true" title=${t("state.touched")}></span>`
        : nothing}
      <span class="only-read-aloud">${words}</span>
      ${this.active && node.access === "full" ? this.#menuButton(row, node.name) : nothing}
    `;
  }

  #menuButton(row: Row, name: string): TemplateResult {
    return html`<button
      tabindex="-1"
      aria-label=${t("tree.actions", { name })}
      @click=${(event: MouseEvent) => this.#menuAt(event, row)}
    >
      <uui-icon name="more"></uui-icon>
    </button>`;
  }

  #first(): number {
    return Math.max(0, Math.floor(this.top / ROW_HEIGHT) - ROWS_BEYOND_SIGHT);
  }

  #inSight(): readonly Row[] {
    const last = Math.ceil((this.top + this.height) / ROW_HEIGHT) + ROWS_BEYOND_SIGHT;
    return this.#rows.slice(this.#first(), last);
  }

  #open(row: Row): void {
    this.focused = row.key;
    if (row.kind === "bin") this.#toggle(row);
    else if (row.kind === "node" && row.node.access === "visible") this.#toggle(row);
    else if (row.kind === "node" && !this.refuses(row.node)) this.dispatchEvent(new CustomEvent("cd-open", { detail: row.node }));
  }

  #twist(event: Event, row: Row): void {
    event.stopPropagation();
    this.focused = row.key;
    this.#toggle(row);
  }

  #toggle(row: Row): void {
    if (row.kind === "hole") return;
    const open = this.#tree.value.expanded[row.key] === true;
    this.services.store.dispatch(
      open ? { type: "tree/collapsed", key: row.key } : { type: "tree/expanded", keys: [row.key] },
    );
  }

  #menuAt(event: MouseEvent, row: Row): void {
    if (!this.active || row.kind === "hole") return;
    event.preventDefault();
    event.stopPropagation();
    this.#askMenu(row, event.clientX, event.clientY);
  }

  #askMenu(row: Row, x: number, y: number): void {
    this.focused = row.key;
    if (row.kind === "hole" || (row.kind === "node" && row.node.access !== "full")) return;
    const detail: MenuRequest = { node: row.kind === "node" ? row.node : undefined, x, y };
    this.dispatchEvent(new CustomEvent("cd-menu-request", { detail }));
  }

  // ------------------------------------------------------------ keys

  readonly #key = (event: KeyboardEvent): void => {
    const place = this.#place();
    const row = this.#rows[place];
    if (row === undefined) return;
    const isOpen = this.#tree.value.expanded[row.key] === true;
    const inSight = Math.floor(this.height / ROW_HEIGHT);
    const deed = deedOf(event, { rows: this.#rows, place, isOpen, inSight });
    if (deed && this.#does(deed, row)) event.preventDefault();
  };

  /** Gives whether that could be done here, so that the browser does nothing else. */
  #does(deed: Deed, row: Row): boolean {
    switch (deed.kind) {
      case "go":
        this.#go(deed.place);
        break;
      case "step":
        this.#step(row, deed.step);
        break;
      case "toggle":
        this.#toggle(row);
        break;
      case "open":
        this.#open(row);
        break;
      case "menu":
        this.#menuByKey(row);
        break;
      case "rename":
      case "delete":
        return this.#act(row, deed.kind);
      case "nothing":
    }
    return true;
  }

  #act(row: Row, act: KeyAct): boolean {
    if (!this.active || row.kind !== "node" || row.node.access !== "full") return false;
    this.dispatchEvent(new CustomEvent("cd-key-act", { detail: { node: row.node, act } }));
    return true;
  }

  #menuByKey(row: Row): void {
    const box = this.renderRoot.querySelector(`#${idOf(row.key)}`)?.getBoundingClientRect();
    if (this.active) this.#askMenu(row, (box?.left ?? 0) + 40, box?.bottom ?? 0);
  }

  #go(place: number): void {
    this.focused = this.#rows[place]!.key;
    this.#scrollTo(place);
  }

  #scrollTo(place: number): void {
    const top = place * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW_HEIGHT > scrollTop + clientHeight) this.scroller.scrollTop = top + ROW_HEIGHT - clientHeight;
  }

  // ------------------------------------------------------------ order

  #drop(event: DragEvent, row: Row): void {
    const detail = this.#dragging.drop(event, row);
    if (detail) this.dispatchEvent(new CustomEvent("cd-dropped", { detail }));
  }

  /** Asks for the focused document to go one step up or down. */
  #step(row: Row, step: -1 | 1): void {
    if (!this.active || row.kind !== "node" || row.node.access !== "full") return;
    this.dispatchEvent(new CustomEvent<Stepped>("cd-stepped", { detail: { node: row.node, step } }));
  }

  static override styles = [shared, treeStyles];
}

function idOf(key: string): string {
  return `row-${key.replace("/", "-")}`;
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-tree": TreeView;
  }
  interface HTMLElementEventMap {
    "cd-open": CustomEvent<TreeItem>;
    "cd-menu-request": CustomEvent<MenuRequest>;
    "cd-dropped": CustomEvent<Dropped>;
    "cd-key-act": CustomEvent<KeyActRequest>;
    "cd-stepped": CustomEvent<Stepped>;
  }
}
