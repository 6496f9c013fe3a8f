/**
 * Text with headings, lists, tables, links and emphasis, kept as HTML.
 *
 * Whatever HTML comes from the server goes through the editor's own schema: scripts, handlers and styles are dropped
 * before anything is shown. Where more than that would be lost, the text cannot be edited here until its editor says
 * so; as HTML it can.
 */

import { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/i18n.js";
import { ask } from "../../shell/dialog.js";
import { ValueInput } from "./input.js";
import { EXTENSIONS } from "./rich/extensions.js";
import { isNothing, lostParts, readHtml, writeHtml } from "./rich/html.js";
import "./rich/link-dialog.js";
import { richStyles } from "./rich/styles.js";
import { TABLE_TOOLS, TOOLS, type Tool } from "./rich/tools.js";
import { cleaned } from "./rich/word-paste.js";

/** A text as it came, and as it would be written when nothing in it is changed. */
interface Original {
  readonly html: string;
  readonly written: string;
}

@customElement("cd-rich-text-input")
export class RichTextInput extends ValueInput {
  @query(".text") private place!: HTMLElement;
  /** The parts of the text that would be lost when it is edited here. */
  @state() private lost: readonly string[] = [];
  /** The text is edited as HTML. */
  @state() private isSource = false;
  #editor: Editor | undefined;
  #original: Original = { html: "", written: "" };
  /** What stands in the editor, as it was told last. */
  #known: string | undefined;

  override firstUpdated(): void {
    this.#editor = new Editor({
      element: this.place,
      extensions: EXTENSIONS,
      injectCSS: false, // The content security policy lets in no inline style.
      editorProps: { attributes: () => this.#attributes(), transformPastedHTML: cleaned },
      onUpdate: ({ editor }) => this.#written(editor.state.doc),
      onTransaction: () => this.requestUpdate(),
    });
  }

  override updated(changed: PropertyValues): void {
    const editor = this.#editor;
    if (editor === undefined) return;
    if (this.text !== this.#known) this.#show(editor);
    const editable = !this.readonly && this.lost.length === 0;
    if (editor.isEditable !== editable) editor.setEditable(editable, false);
    else if (["error", "unfinished", "label", "required", "hint", "lang"].some((name) => changed.has(name))) {
      editor.setOptions({}); // So that its element says the same.
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = undefined; // Something may still be on its way to this element.
  }

  override focus(options?: FocusOptions): void {
    if (this.isSource) this.renderRoot.querySelector("textarea")?.focus(options);
    else this.#editor?.view.dom.focus(options);
  }

  protected override control(): TemplateResult {
    const classes = ["box", this.isSource ? "source" : "", this.readonly || this.lost.length > 0 ? "fixed" : ""];
    return html`<div class=${classes.join(" ")} aria-invalid=${this.fault !== ""}>
      ${this.readonly
        ? nothing
        : html`<div class="tools" role="toolbar" aria-label=${t("rich.tools", { name: this.label })} @keydown=${this.#arrows}>
            ${this.#tools().map((tool) => this.#tool(tool))}
          </div>`}
      ${this.lost.length > 0 && !this.isSource ? this.#note() : nothing}
      ${this.isSource ? this.#source() : nothing}
      <div class="text"></div>
    </div>`;
  }

  #tools(): readonly Tool[] {
    const link: Tool = { label: "rich.link", icon: "link", mark: "link", run: (editor) => void this.#link(editor) };
    const source: Tool = { label: "rich.source", icon: "source", run: () => this.#turn() };
    const inTable = this.#editor?.isActive("table") && !this.isSource;
    return [...TOOLS, link, ...(inTable ? TABLE_TOOLS : []), source];
  }

  #tool({ label, icon, mark, attributes, run }: Tool): TemplateResult {
    const editor = this.#editor;
    const isSource = label === "rich.source";
    const isOn = isSource ? this.isSource : mark !== undefined && editor?.isActive(mark, attributes);
    return html`<button
      type="button"
      tabindex=${label === "rich.bold" ? 0 : -1}
      title=${t(label)}
      aria-label=${t(label)}
      aria-pressed=${mark !== undefined || isSource ? String(isOn ?? false) : nothing}
      aria-disabled=${!isSource && !this.#isOpen}
      @click=${() => editor && (isSource || this.#isOpen) && run(editor)}
    >
      <uui-icon name=${icon}></uui-icon>
    </button>`;
  }

  /** Whether the text can be changed with the tools. */
  get #isOpen(): boolean {
    return !this.readonly && !this.isSource && this.lost.length === 0;
  }

  #note(): TemplateResult {
    return html`<p class="note" role="note">
      <span>${t("rich.unknown", { parts: this.lost.join(", ") })}</span>
      ${this.readonly
        ? nothing
        : html`<uui-button look="outline" label=${t("rich.as-source")} @click=${() => this.#turn()}></uui-button>
            <uui-button look="outline" label=${t("rich.drop")} @click=${() => (this.lost = [])}></uui-button>`}
    </p>`;
  }

  #source(): TemplateResult {
    return html`<textarea
      aria-label=${this.label}
      aria-invalid=${this.fault !== ""}
      aria-describedby=${this.described}
      aria-required=${this.required}
      lang=${this.lang}
      dir="auto"
      spellcheck="false"
      ?readonly=${this.readonly}
      .value=${live(this.text)}
      @input=${(event: Event) => this.change((event.target as HTMLTextAreaElement).value || null)}
    ></textarea>`;
  }

  #attributes(): Record<string, string> {
    return {
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": this.label,
      "aria-describedby": this.described,
      "aria-required": String(this.required),
      "aria-invalid": String(this.fault !== ""),
      "aria-readonly": String(this.readonly || this.lost.length > 0),
      tabindex: "0",
      lang: this.lang,
      dir: "auto",
    };
  }

  /** Shows the value in the editor, and looks what of it would be lost. */
  #show(editor: Editor): void {
    this.#known = this.text;
    const doc = readHtml(editor.schema, this.text);
    const written = writeHtml(doc);
    this.#original = { html: this.text, written };
    this.lost = lostParts(this.text, written);
    // Nobody wants to undo that a text was loaded.
    editor.chain().setMeta("addToHistory", false).setContent(doc, { emitUpdate: false }).run();
  }

  /** Tells what was written; what is as it came stays letter by letter. */
  #written(doc: Node): void {
    const written = writeHtml(doc);
    const isOriginal = written === this.#original.written;
    this.#known = isOriginal ? this.#original.html : isNothing(doc) ? "" : written;
    this.change(this.#known || null);
  }

  #turn(): void {
    this.isSource = !this.isSource;
    void this.updateComplete.then(() => this.focus());
  }

  async #link(editor: Editor): Promise<void> {
    const before = editor.getAttributes("link") as { readonly href?: string; readonly target?: string | null };
    const wasNewTab = before.target === "_blank";
    const dialog = document.createElement("cd-link-dialog");
    Object.assign(dialog, { href: before.href ?? "", newTab: wasNewTab });
    const link = await ask(this, dialog);
    if (link === undefined) return;
    const chain = editor.chain().focus().extendMarkRange("link");
    if (link.href === null) return void chain.unsetLink().run();
    const target = link.newTab ? { target: "_blank", rel: "noopener" } : { target: null, rel: null };
    const attrs = { href: link.href, ...(link.newTab === wasNewTab ? {} : target) };
    const isNew = editor.state.selection.empty && before.href === undefined;
    if (isNew) chain.insertContent({ type: "text", text: link.words, marks: [{ type: "link", attrs }] }).run();
    else chain.setLink(attrs).run();
  }

  #arrows(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>(".tools button")];
    const place = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(place + step + buttons.length) % buttons.length]?.focus();
  }

  static override styles = [ValueInput.styles, richStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-rich-text-input": RichTextInput;
  }
}
