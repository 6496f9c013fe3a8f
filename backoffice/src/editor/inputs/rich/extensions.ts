/** Everything that the rich text editor knows, put together once. */

import { Extension } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import { Box, Code, Line, Phrase, Picture } from "./nodes.js";
import { describing, isSafeAddress } from "./safety.js";
import { Table, TableCell, TableHeader, TableRow } from "./tables.js";

const KEEPING = [
  ..."paragraph heading blockquote bulletList orderedList listItem codeBlock horizontalRule hardBreak".split(" "),
  ..."bold italic strike underline code link".split(" "),
  ...[Box, Line, Phrase, Picture, Table, TableRow, TableCell, TableHeader].map(({ name }) => name),
];

/** Keeps what describes an element, such as its id and language; what comes of splitting it begins without. */
const Kept = Extension.create({
  name: "kept",
  addGlobalAttributes: () => [
    {
      types: KEEPING,
      attributes: {
        kept: { default: null, keepOnSplit: false, parseHTML: describing, renderHTML: ({ kept }) => kept ?? {} },
      },
    },
    {
      types: ["paragraph"],
      attributes: {
        // A paragraph that stood in the text, and is not only there because the editor wants one around bare words.
        written: { default: false, parseHTML: () => true, renderHTML: ({ written }) => (written ? { "data-cd-p": "" } : {}) },
      },
    },
  ],
});

export const EXTENSIONS = [
  StarterKit.configure({
    code: false,
    link: {
      openOnClick: false,
      defaultProtocol: "https",
      isAllowedUri: isSafeAddress,
      HTMLAttributes: { target: null, rel: null, class: null },
    },
  }),
  Kept,
  Box,
  Line,
  Code,
  Phrase,
  Picture,
  Table,
  TableRow,
  TableCell,
  TableHeader,
];
