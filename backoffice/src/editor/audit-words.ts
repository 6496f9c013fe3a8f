/** What was done to a document, in words. */

import type { AuditItem } from "../api/history.js";
import type { TreeItem } from "../api/model.js";
import { languageName, t, wordFor } from "../i18n/i18n.js";

const BIN_ID = "-20";
/** A path as the server writes it: the root or the bin, and ids down to a document. */
const PATH = /-(?:1|20)(?:,-?\d+)+/g;

type Nodes = Readonly<Record<string, TreeItem>>;

/** The names of documents by id, made once for the documents that the tree knows. */
const namesOf = new WeakMap<Nodes, ReadonlyMap<string, string>>();

/** Says what was done, and in which languages. An action that a package brought is called by its own name. */
export function deedOf({ action, cultures }: AuditItem): string {
  const word = wordFor("audit", action);
  return cultures.length > 0 ? `${word}: ${cultures.map(languageName).join(", ")}` : word;
}

/**
 * A remark with names in place of paths; what has no name here stays a number.
 *
 * @param own the id of the document itself, which need not be told.
 */
export function remarkOf(comment: string, nodes: Nodes, own: number): string {
  if (comment.search(PATH) < 0) return comment;
  const names = namesOf.get(nodes) ?? new Map(Object.values(nodes).map(({ id, name }) => [String(id), name]));
  namesOf.set(nodes, names);
  return comment.replace(PATH, (path) => placeOf(path, names, String(own)));
}

function placeOf(path: string, names: ReadonlyMap<string, string>, own: string): string {
  const ids = path.split(",").filter((id) => id !== "-1" && id !== own);
  return ids.map((id) => (id === BIN_ID ? t("tree.bin") : (names.get(id) ?? `#${id}`))).join(" › ") || t("tree.top");
}
