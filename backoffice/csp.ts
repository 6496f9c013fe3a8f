/**
 * Makes the design system's elements work under a content security policy without inline styles.
 *
 * Lit writes `style=${...}` as an attribute, which such a policy blocks; the same as a property it lets through.
 */

import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const BINDING = /(\s)style=\$\{(?!styleMap)/g;

export function stylesAsProperties(): Plugin {
  return {
    name: "styles-as-properties",
    enforce: "pre",
    config: () => ({
      resolve: {
        alias: { "lit/directives/style-map.js": fileURLToPath(new URL("src/styles/style-map.ts", import.meta.url)) },
      },
    }),
    transform: (code, id) =>
      id.includes("/@umbraco-ui/uui/") && BINDING.test(code)
        ? { code: code.replace(BINDING, "$1.style=${"), map: null }
        : undefined,
  };
}
