import { defineConfig } from "vite";

// Two files: the widget, whole in itself (a notebook takes one file), and the page's shell, which loads it.
export default defineConfig(({ mode }) => ({
  define: { "process.env.NODE_ENV": '"production"' },
  build: {
    target: "es2022",
    outDir: "../src/neurotag/lab/static",
    emptyOutDir: mode === "widget",
    copyPublicDir: mode === "page",
    cssCodeSplit: false,
    assetsInlineLimit: 100_000,
    lib: {
      entry: mode === "page" ? "src/page.ts" : "src/widget.tsx",
      formats: ["es"],
      fileName: () => (mode === "page" ? "lab.js" : "widget.js"),
    },
    rollupOptions: { external: mode === "page" ? ["/static/widget.js"] : [] },
  },
  publicDir: "public",
}));
