/** Dragging documents over the rows of a tree: where the pointer is, and where the dragged one would go. */

import type { AppElement } from "../shell/element.js";
import type { TreeItem } from "../api/model.js";
import { tell } from "../shell/messages.js";
import type { TreeState } from "../store/tree.js";
import { type Drop, type RowPart, dropOn, partAt } from "./drop.js";
import { Rights } from "./rights.js";
import type { Row } from "./rows.js";

/** So long one rests on a closed document until it opens. */
const REST = 700;

export class Dragging {
  /** The row that the pointer is over, and the part of it, where the dragged document may go. */
  over: { readonly key: string; readonly part: RowPart } | undefined;
  #dragged: TreeItem | undefined;
  #asked = false;
  #rights: Rights | undefined;
  #resting: { readonly key: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(
    private readonly host: AppElement,
    private readonly tree: () => TreeState,
    private readonly open: (row: Row) => void,
  ) {}

  start(event: DragEvent, node: TreeItem | undefined): void {
    this.#dragged = node;
    if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
  }

  end(): void {
    this.#dragged = undefined;
    this.leave();
  }

  leave(): void {
    this.#rest(undefined);
    this.#show(undefined);
  }

  /** Shows where the document would go, unless it is known that it may not; whoever puts it there asks again. */
  move(event: DragEvent, row: Row): void {
    const part = this.#partOf(event);
    const drop = this.#drop(row, part);
    if (this.#resting?.key !== row.key) this.#rest(row);
    if (this.#dragged === undefined || drop === undefined) return this.#show(undefined);
    const allowed = this.#known.allow(this.#dragged, drop);
    if (allowed === undefined) this.#learn(this.#dragged, drop);
    if (allowed === false) return this.#show(undefined);
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
    this.#show({ key: row.key, part: drop.kind === "onto" ? "onto" : part });
  }

  /** Gives what was dropped and where, and ends. */
  drop(event: DragEvent, row: Row): { readonly dragged: TreeItem; readonly drop: Drop } | undefined {
    event.preventDefault();
    const [dragged, drop] = [this.#dragged, this.#drop(row, this.#partOf(event))];
    const forbidden = dragged && drop && this.#known.allow(dragged, drop) === false;
    this.end();
    return dragged && drop && !forbidden ? { dragged, drop } : undefined;
  }

  #drop(row: Row, part: RowPart): Drop | undefined {
    return this.#dragged && dropOn(this.#dragged, row, part, this.tree());
  }

  #partOf(event: DragEvent): RowPart {
    const { top, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return partAt((event.clientY - top) / height);
  }

  get #known(): Rights {
    return (this.#rights ??= new Rights(this.host.services.store, this.host.services.client));
  }

  #learn(dragged: TreeItem, drop: Drop): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#known
      .learn(dragged, drop)
      .catch((error: unknown) => tell(this.host.services.store, error))
      .finally(() => (this.#asked = false));
  }

  #show(over: Dragging["over"]): void {
    if (over?.key === this.over?.key && over?.part === this.over?.part) return;
    this.over = over;
    this.host.requestUpdate();
  }

  #rest(row: Row | undefined): void {
    clearTimeout(this.#resting?.timer);
    this.#resting =
      row?.kind === "node" && row.node.hasChildren && !this.tree().expanded[row.key]
        ? { key: row.key, timer: setTimeout(() => this.#dragged && this.open(row), REST) }
        : undefined;
  }
}
