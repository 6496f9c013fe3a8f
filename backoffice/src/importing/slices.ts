/** Parts of a folder that fit into one request each. */

import type { FoundFile } from "../api/imports.js";

const MOST_FILES = 100;
const MOST_BYTES = 4 * 1024 * 1024;

/** Divides files into slices of at most a hundred files and 4 MiB; a larger file goes alone. */
export function* slices(files: readonly FoundFile[]): Generator<readonly FoundFile[]> {
  let slice: FoundFile[] = [];
  let bytes = 0;
  for (const found of files) {
    if (slice.length > 0 && (slice.length === MOST_FILES || bytes + found.file.size > MOST_BYTES)) {
      yield slice;
      slice = [];
      bytes = 0;
    }
    slice.push(found);
    bytes += found.file.size;
  }
  if (slice.length > 0) yield slice;
}
