/** Switches for what may be done to documents, each with a sentence that says what it means. */

import type { TemplateResult } from "lit";
import { hintFor, wordFor } from "../../i18n/admin/words.js";
import { checkList } from "../fields.js";
import { inOrder } from "./verbs.js";

export interface VerbList {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: readonly string[];
  /** The verbs that the server knows. */
  readonly known: readonly string[];
  readonly disabled: boolean;
  readonly error?: string | undefined;
  change(verbs: readonly string[]): void;
}

export function verbList({ known, ...field }: VerbList): TemplateResult {
  const options = inOrder([...new Set([...known, ...field.value])]).map((verb) => {
    const hint = hintFor("verb", verb);
    return { value: verb, label: wordFor("verb", verb), ...(hint === undefined ? {} : { hint }) };
  });
  return checkList({ ...field, options });
}
