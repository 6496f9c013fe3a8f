/** Asks whether what would be lost may be lost. */

import { type MessageKey, t } from "../i18n/i18n.js";
import "./confirm.js";
import { ask } from "./dialog.js";
import type { AppElement } from "./element.js";
import type { Loss } from "./leaving.js";

interface Words {
  readonly question: MessageKey;
  readonly consequence: MessageKey;
  readonly action: MessageKey;
}

/** The gravest first, which the question is about. */
const WORDS: Readonly<Record<Loss, Words>> = {
  changes: { question: "leave.question", consequence: "leave.consequence", action: "leave.discard" },
  files: { question: "leave.sending", consequence: "leave.sending-cut", action: "sign-out" },
  secret: { question: "leave.uncopied", consequence: "leave.once", action: "leave.go" },
};

export async function mayLose(host: AppElement, losses: ReadonlySet<Loss>): Promise<boolean> {
  const [gravest, ...others] = (Object.keys(WORDS) as Loss[]).filter((loss) => losses.has(loss));
  if (gravest === undefined) return true;
  const words = {
    question: t(WORDS[gravest].question),
    consequence: [gravest, ...others].map((loss) => t(WORDS[loss].consequence)).join(" "),
    action: t(WORDS[gravest].action),
    stay: t("leave.stay"),
  };
  return (await ask(host, Object.assign(document.createElement("cd-confirm"), words, { dangerous: true }))) === true;
}
