import { fileURLToPath } from "node:url";

const inPlugin = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const PLUGIN_ID = "modelwatch-modelwatch-datasource";
export const PLUGIN_ROOT = inPlugin("");
export const SOURCE_ROOT = inPlugin("src");
/** The plugin's folder as Grafana loads it. */
export const DIST_ROOT = inPlugin("dist");
export const ZIP_ROOT = inPlugin("dist-zip");
