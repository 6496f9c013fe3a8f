import { defineConfig } from "vitest/config";
import { stylesAsProperties } from "./csp.js";

// The page is served below /umbraco/, from a folder of the Python package.
export default defineConfig({
  base: "/umbraco/",
  plugins: [stylesAsProperties()],
  build: {
    outDir: "../src/copydesk/back_office",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0, // The content security policy allows no data: addresses.
    modulePreload: { polyfill: false }, // The polyfill would be an inline script.
    license: { fileName: "licenses.md" },
  },
  server: {
    proxy: Object.fromEntries(
      ["/umbraco/management", "/umbraco/serverEventHub"].map((path) => [
        path,
        { target: "http://127.0.0.1:8000", ws: true },
      ]),
    ),
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"], testTimeout: 60_000 },
});
