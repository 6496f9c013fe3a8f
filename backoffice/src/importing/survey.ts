/** What lies in a folder that was chosen: pages, languages, and what cannot be taken, as far as a browser can tell. */

import type { FoundFile, ImportLimits } from "../api/imports.js";

/** Why a file is not even sent. */
export type Fault = "ending" | "large";

export interface PassedOver {
  readonly path: string;
  readonly fault: Fault;
}

export interface Survey {
  readonly files: readonly FoundFile[];
  readonly passedOver: readonly PassedOver[];
  readonly pages: number;
  /** Some pages stand below others. */
  readonly nested: boolean;
  /** The cultures that file names have. */
  readonly cultures: readonly string[];
  readonly bytes: number;
}

const ENDING = /\.(md|markdown|html|htm)$/i;
const INDEX = new Set(["index", "_index"]);
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** Looks through files by their place in the folder; hidden ones are not seen. */
export function survey(found: readonly FoundFile[], limits: ImportLimits): Survey {
  const seen = found.filter(({ path }) => !path.split("/").some((part) => part.startsWith(".")));
  const faulty = new Map(seen.map((one) => [one, faultOf(one, limits)]));
  const files = seen.filter((one) => faulty.get(one) === undefined);
  const places = new Set(files.flatMap(({ path }) => placesOf(path)));
  return {
    files,
    passedOver: seen.flatMap((one) => {
      const fault = faulty.get(one);
      return fault === undefined ? [] : [{ path: one.path, fault }];
    }),
    pages: places.size,
    nested: [...places].some((place) => place.includes("/")),
    cultures: [...new Set(files.flatMap(({ path }) => cultureOf(path) ?? []))].sort(),
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
  };
}

/** The culture that a file's name ends with, such as `de` in `today.de.md`. */
export function cultureOf(path: string): string | undefined {
  const suffix = /\.([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)\.[a-z]+$/i.exec(path)?.[1]?.replaceAll("_", "-");
  if (suffix === undefined) return undefined;
  try {
    const [code] = Intl.getCanonicalLocales(suffix);
    return code !== undefined && LANGUAGES.of(code) !== undefined ? code : undefined;
  } catch {
    return undefined;
  }
}

function faultOf({ path, file }: FoundFile, limits: ImportLimits): Fault | undefined {
  if (!ENDING.test(path)) return "ending";
  return file.size > limits.fileBytes ? "large" : undefined;
}

/** The page that a file belongs to, and the folders above it, which are pages too. */
function placesOf(path: string): readonly string[] {
  const parts = path.split("/");
  const name = parts.pop()!.replace(ENDING, "");
  const stem = cultureOf(path) === undefined ? name : name.slice(0, name.lastIndexOf("."));
  const folders = parts.map((_, at) => parts.slice(0, at + 1).join("/"));
  return parts.length > 0 && INDEX.has(stem) ? folders : [...folders, [...parts, stem].join("/")];
}

/** The files of a folder that was chosen, by their place in it. */
export function chosenFiles(files: Iterable<File>): readonly FoundFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath.split("/").slice(1).join("/") || file.name, file }));
}

/** The files of a folder that was dropped; of several things, the first folder counts. */
export async function droppedFiles(items: DataTransferItemList): Promise<readonly FoundFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const folder = entries.find((entry) => entry.isDirectory) as FileSystemDirectoryEntry | undefined;
  return folder === undefined ? [] : filesIn(folder, "");
}

async function filesIn(folder: FileSystemDirectoryEntry, above: string): Promise<FoundFile[]> {
  const reader = folder.createReader();
  const found: FoundFile[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const entry of entries) found.push(...(await filesOf(entry, above + entry.name)));
  }
}

async function filesOf(entry: FileSystemEntry, path: string): Promise<FoundFile[]> {
  if (entry.isDirectory) return filesIn(entry as FileSystemDirectoryEntry, `${path}/`);
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return [{ path, file }];
}
