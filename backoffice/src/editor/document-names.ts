/** What documents are called, for elements that know only their keys. */

import type { ReactiveController } from "lit";
import { nameOfDocument } from "../api/documents.js";
import { t } from "../i18n/i18n.js";
import type { AppElement } from "../shell/element.js";

/** Learns names as they are shown, and draws its element again. What could not be read is asked for again. */
export class DocumentNames implements ReactiveController {
  /** `null` for documents that are not there, or not for the user. */
  readonly #names = new Map<string, string | null>();
  readonly #asked = new Set<string>();
  #stop: (() => void) | undefined;

  constructor(private readonly host: AppElement) {
    host.addController(this);
  }

  /** The name; `null` where there is no such document for the user, and nothing as long as that is not known. */
  find(key: string): string | null | undefined {
    if (!this.#names.has(key)) void this.#learn(key);
    return this.#names.get(key);
  }

  /** What is shown for a document, whatever is known of it. */
  shown(key: string): string {
    const name = this.find(key);
    return name === null ? t("input.no-document") : (name ?? "…");
  }

  know(key: string, name: string): void {
    this.#names.set(key, name);
    this.host.requestUpdate();
  }

  hostConnected(): void {
    this.#stop = this.host.services.store.subscribe((_, { type }) => type === "live/connected" && this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  async #learn(key: string): Promise<void> {
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      const name = await nameOfDocument(this.host.services.client, key);
      if (!this.#names.has(key)) this.#names.set(key, name);
      this.host.requestUpdate();
    } catch {
      // It is asked for again when it is shown again.
    } finally {
      this.#asked.delete(key);
    }
  }
}
