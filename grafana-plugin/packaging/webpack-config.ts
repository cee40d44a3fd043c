import type { Configuration } from "webpack";
import { PLUGIN_ID, SOURCE_ROOT } from "./paths.js";

/**
 * The modules that Grafana shares with plugins from 10.1 on, of those that a data source may want. Whatever is not here is
 * bundled: `react/jsx-runtime`, `@grafana/schema` and `@grafana/i18n` are not shared by 10.1, so nothing may leave them external.
 */
export const SHARED_MODULES: readonly string[] = [
  "@emotion/css",
  "@emotion/react",
  "@grafana/data",
  "@grafana/runtime",
  "@grafana/ui",
  "lodash",
  "moment",
  "react",
  "react-dom",
  "rxjs",
  "rxjs/operators",
];

const TRANSPILE = {
  jsc: {
    parser: { syntax: "typescript", tsx: true },
    // the classic transform calls React.createElement, which React 18 and 19 both have
    transform: { react: { runtime: "classic" } },
    // classes stay classes: Grafana counts the data source constructor's parameters
    target: "es2020",
  },
};

/** `module.ts` as one AMD `module.js`, the way @grafana/create-plugin bundles plugins. */
export function createWebpackConfig(outDir: string): Configuration {
  return {
    mode: "production",
    target: ["web", "es2020"],
    context: SOURCE_ROOT,
    entry: { module: "./module.ts" },
    devtool: "source-map",
    externals: [...SHARED_MODULES],
    output: {
      path: outDir,
      filename: "[name].js",
      library: { type: "amd" },
      publicPath: `public/plugins/${PLUGIN_ID}/`,
      uniqueName: PLUGIN_ID,
    },
    module: { rules: [{ test: /\.tsx?$/u, use: { loader: "swc-loader", options: TRANSPILE } }] },
    resolve: { extensions: [".ts", ".tsx", ".js"], extensionAlias: { ".js": [".ts", ".tsx", ".js"] } },
    performance: { hints: "error", maxAssetSize: 250_000, maxEntrypointSize: 250_000 },
  };
}
