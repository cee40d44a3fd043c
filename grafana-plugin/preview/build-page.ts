import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Bundles the preview page with the real @grafana/ui into `outDir`. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL("page", import.meta.url)),
    logLevel: "error",
    define: { "process.env.NODE_ENV": JSON.stringify("production"), global: "globalThis" },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1e6,
    },
  });
}
