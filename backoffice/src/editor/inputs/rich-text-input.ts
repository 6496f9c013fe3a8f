/**
 * Text with headings, lists, links and emphasis, kept as HTML.
 *
 * Whatever HTML comes from the server goes through the editor's own schema: what it does not know, such as scripts,
 * handlers and styles, is dropped before anything is shown.
 */

import { Editor } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { type PropertyValues, type TemplateResult, css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { type MessageKey, t } from "../../i18n/i18n.js";
import { ValueInput } from "./input.js";

interface Tool {
  readonly label: MessageKey;
  readonly icon: string;
  readonly mark: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  run(editor: Editor): void;
}

const TOOLS: readonly Tool[] = [
  { label: "rich.bold", icon: "bold", mark: "bold", run: (editor) => editor.chain().focus().toggleBold().run() },
  { label: "rich.italic", icon: "italic", mark: "italic", run: (editor) => editor.chain().focus().toggleItalic().run() },
  {
    label: "rich.heading",
    icon: "heading-2",
    mark: "heading",
    attributes: { level: 2 },
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    label: "rich.subheading",
    icon: "heading-3",
    mark: "heading",
    attributes: { level: 3 },
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  { label: "rich.list", icon: "list", mark: "bulletList", run: (editor) => editor.chain().focus().toggleBulletList().run() },
  {
    label: "rich.numbers",
    icon: "numbers",
    mark: "orderedList",
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  { label: "rich.quote", icon: "quote", mark: "blockquote", run: (editor) => editor.chain().focus().toggleBlockquote().run() },
  { label: "rich.code", icon: "code", mark: "code", run: (editor) => editor.chain().focus().toggleCode().run() },
  { label: "rich.link", icon: "link", mark: "link", run: askForLink },
];

@customElement("cd-rich-text-input")
export class RichTextInput extends ValueInput {
  @query(".text") private place!: HTMLElement;
  #editor: Editor | undefined;

  override firstUpdated(): void {
    this.#editor = new Editor({
      element: this.place,
      extensions: [StarterKit.configure({ link: { openOnClick: false, protocols: ["mailto"] } })],
      content: this.text,
      editable: !this.readonly,
      injectCSS: false, // The content security policy lets in no inline style.
      editorProps: { attributes: () => ({ role: "textbox", "aria-multiline": "true", "aria-label": this.label, lang: this.lang }) },
      onUpdate: ({ editor }) => this.change(editor.isEmpty ? null : editor.getHTML()),
      onTransaction: () => this.requestUpdate(),
    });
  }

  override updated(changed: PropertyValues): void {
    const editor = this.#editor;
    if (editor === undefined) return;
    if (changed.has("readonly")) editor.setEditable(!this.readonly, false);
    const shown = editor.isEmpty ? "" : editor.getHTML();
    if (changed.has("value") && this.text !== shown) editor.commands.setContent(this.text, { emitUpdate: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#editor?.destroy();
    this.#editor = undefined; // Something may still be on its way to this element.
  }

  override render(): TemplateResult {
    return html`<div class="box" aria-invalid=${this.invalid}>
      <div class="tools" role="toolbar" aria-label=${t("rich.tools", { name: this.label })} @keydown=${this.#arrows}>
        ${TOOLS.map((tool, place) => this.#tool(tool, place))}
      </div>
      <div class="text"></div>
    </div>`;
  }

  #tool({ label, icon, mark, attributes, run }: Tool, place: number): TemplateResult {
    const editor = this.#editor;
    return html`<button
      type="button"
      tabindex=${place === 0 ? 0 : -1}
      title=${t(label)}
      aria-label=${t(label)}
      aria-pressed=${editor?.isActive(mark, attributes) ?? false}
      ?disabled=${this.readonly}
      @click=${() => editor && run(editor)}
    >
      <uui-icon name=${icon}></uui-icon>
    </button>`;
  }

  #arrows(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...this.renderRoot.querySelectorAll("button")];
    const place = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(place + step + buttons.length) % buttons.length]?.focus();
  }

  static override styles = [
    ValueInput.styles,
    css`
      .box {
        border: 1px solid var(--uui-color-border-emphasis);
        border-radius: 3px;
        background: var(--uui-color-surface);
      }

      .tools {
        display: flex;
        flex-wrap: wrap;
        border-bottom: 1px solid var(--uui-color-divider-standalone);
      }

      button {
        min-width: 34px;
        min-height: 32px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }

      button[aria-pressed="true"] {
        background: var(--uui-color-current);
        color: var(--uui-color-current-contrast);
      }

      .ProseMirror {
        min-height: 8em;
        max-height: 36em;
        padding: var(--uui-size-space-3);
        overflow: auto;
        overflow-wrap: anywhere;
        white-space: break-spaces;
      }

      .ProseMirror > :first-child {
        margin-top: 0;
      }

      blockquote {
        margin-inline: 0;
        padding-left: var(--uui-size-space-4);
        border-left: 3px solid var(--uui-color-border);
      }

      pre,
      code {
        font-family: ui-monospace, monospace;
        background: var(--uui-color-surface-alt);
      }
    `,
  ];
}

function askForLink(editor: Editor): void {
  const before: unknown = editor.getAttributes("link")["href"];
  const href = prompt(t("rich.address"), typeof before === "string" ? before : "https://");
  if (href === null) return;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (href === "") chain.unsetLink().run();
  else chain.setLink({ href }).run();
}

declare global {
  interface HTMLElementTagNameMap {
    "cd-rich-text-input": RichTextInput;
  }
}
