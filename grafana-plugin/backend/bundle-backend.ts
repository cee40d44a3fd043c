import { join } from "node:path";
import { build as bundle, type Metafile, type Plugin } from "esbuild";

export interface BundledBackend {
  /** The written `backend.mjs`; its chunks are beside it. */
  readonly entry: string;
  /** esbuild's account of what is in it. */
  readonly metafile: Metafile;
}

/** Where its native library would be loaded from: an installed package, or nowhere. */
export type DuckDbLibrary = "from node_modules" | "left out";

/**
 * Bundles `entry` into `outDir` as `backend.mjs` with its chunks, for Node 20 and later. (Bun's own bundler
 * would put its own, smaller undici in the place of npm's.) An import that is only reached on demand
 * stays in a chunk of its own.
 */
export async function bundleBackend(
  entry: string,
  outDir: string,
  duckDb: DuckDbLibrary,
): Promise<BundledBackend> {
  const { metafile } = await bundle({
    entryPoints: { backend: entry },
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "backend-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    conditions: ["modelwatch-source"],
    ...(duckDb === "left out" ? { plugins: [WITHOUT_DUCKDB] } : { external: [DUCKDB] }),
    // else Bun writes the path of the building machine in their place
    define: { __filename: '"backend.mjs"', __dirname: '"."' },
    // CommonJS dependencies ask for Node's own modules
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    // who packages the bundle writes the licences beside it
    legalComments: "none",
    minifySyntax: true,
    metafile: true,
    logLevel: "warning",
  });
  return { entry: join(outDir, "backend.mjs"), metafile };
}

const DUCKDB = "@duckdb/node-api";

/** An executable of Bun's would look for the library in its working directory, and run what it finds there. */
const WITHOUT_DUCKDB: Plugin = {
  name: "without-duckdb",
  setup(build) {
    build.onResolve({ filter: /^@duckdb\/node-api$/ }, () => ({ path: DUCKDB, namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      // the last statement is never reached: it makes this CommonJS, from which any name may be imported
      contents: `throw Object.assign(new Error("${path} is left out"), { code: "ERR_MODULE_NOT_FOUND" });
        module.exports = {};`,
      loader: "js",
    }));
  },
};
