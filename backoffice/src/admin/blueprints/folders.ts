/** The folders of blueprints as people see them: each with the way to it. */

import type { FolderItem } from "../../api/blueprints.js";
import { a } from "../../i18n/admin/words.js";
import type { Option } from "../fields.js";

export interface FolderPlace {
  readonly key: string;
  readonly name: string;
  /** The names from the top down to it, such as `Newsroom / Sport`. */
  readonly title: string;
}

/** Every folder with the way to it, in the order of that. */
export function placesOf(folders: readonly FolderItem[]): readonly FolderPlace[] {
  const known = new Map(folders.map((folder) => [folder.key, folder]));
  const titleOf = ({ name, parentKey }: FolderItem): string => {
    const parent = parentKey === null ? undefined : known.get(parentKey);
    return parent ? `${titleOf(parent)} / ${name}` : name;
  };
  return folders
    .map((folder) => ({ key: folder.key, name: folder.name, title: titleOf(folder) }))
    .sort((one, other) => one.title.localeCompare(other.title));
}

/** The top and all folders, to choose from; the top is the empty text. */
export function folderOptions(folders: readonly FolderItem[]): readonly Option[] {
  const inside = placesOf(folders).map(({ key, title }) => ({ value: key, label: title }));
  return [{ value: "", label: a("blueprints.top") }, ...inside];
}
