/** With what properties are edited: what each editor stores, and what it wants to know. */

type Settings = Readonly<Record<string, unknown>>;

/** What each editor of ours can store, the usual kind first (server: `EDITORS`). */
const STORED: Readonly<Record<string, readonly string[]>> = {
  text: ["text"],
  textarea: ["text"],
  richText: ["text"],
  number: ["integer", "number"],
  decimal: ["number"],
  boolean: ["boolean"],
  date: ["text", "date_time"],
  dateTime: ["date_time"],
  choice: ["text", "integer", "json"],
  tags: ["json"],
  contentPicker: ["text", "json"],
  json: ["json"],
};

export const EDITORS: readonly string[] = Object.keys(STORED);

const ALL: readonly string[] = ["text", "integer", "number", "boolean", "date_time", "json"];

/** What an editor can store with these settings; an editor that a package brought may store anything. */
export function storedBy(editor: string, configuration: string): readonly string[] {
  const stored = STORED[editor] ?? ALL;
  if (editor !== "choice" && editor !== "contentPicker") return stored;
  const several = settingsOf(configuration)?.["multiple"] === true;
  return stored.filter((kind) => (kind === "json") === several);
}

/** What is stored from now on: as before where that is possible. */
export function valueTypeFor(editor: string, configuration: string, before: string): string {
  const stored = storedBy(editor, configuration);
  return stored.includes(before) ? before : (stored[0] ?? before);
}

/** Reads typed JSON: an object, also for no text at all; `undefined` for anything else. */
export function settingsOf(text: string): Settings | undefined {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Settings) : undefined;
  } catch {
    return undefined;
  }
}

/** Changes one setting, and leaves what it does not know alone; nothing is left of empty settings. */
export function withSetting(text: string, name: string, value: unknown): string {
  const { [name]: _, ...others } = settingsOf(text) ?? {};
  const settings = value === undefined ? others : { ...others, [name]: value };
  return Object.keys(settings).length === 0 ? "" : JSON.stringify(settings, null, 2);
}

type Choice = string | number | { readonly value: string | number; readonly label: string };

/** The answers of a choice, one in a line; `de = German` for one that is shown under another name. */
export function linesOf(settings: Settings): string {
  const options = Array.isArray(settings["options"]) ? (settings["options"] as readonly Choice[]) : [];
  return options.map((one) => (typeof one === "object" ? `${one.value} = ${one.label}` : String(one))).join("\n");
}

export function optionsOf(lines: string): readonly Choice[] | undefined {
  const options = lines.split("\n").flatMap((line): Choice[] => {
    const [value, ...label] = line.split(" = ");
    if (line.trim() === "" || value === undefined) return [];
    return [label.length === 0 ? line.trim() : { value: value.trim(), label: label.join(" = ").trim() }];
  });
  return options.length === 0 ? undefined : options;
}
