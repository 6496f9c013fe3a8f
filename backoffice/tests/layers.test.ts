import { readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve("src");

/** What the files of a folder import, as `folder/file imports folder/file`. */
function imports(folder: string): readonly string[] {
  const files = readdirSync(join(SOURCE, folder), { recursive: true }).map(String).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const file = join(SOURCE, folder, name);
    const paths = [...readFileSync(file, "utf8").matchAll(/^(?:import|\} from|export .* from).*"(\.[^"]+)"/gm)].map(([, path]) => path!);
    return paths.map((path) => `${relative(SOURCE, file)} imports ${relative(SOURCE, resolve(file, "..", path))}`);
  });
}

describe("what elements are built on", () => {
  it.each([
    ["api", /imports (?!api\/|store\/tree)/],
    ["store", /imports (?!api\/|store\/|live\/events|i18n\/)/],
  ])("does not lean on them: %s", (folder, foreign) => {
    expect(imports(folder).filter((line) => foreign.test(line))).toEqual([]);
  });
});
