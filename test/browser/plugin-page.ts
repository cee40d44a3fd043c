import { mkdir, mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { buildFrontend, type FrontendBuild } from "../../grafana-plugin/packaging/build-frontend.js";
import { buildPage } from "../../grafana-plugin/preview/build-page.js";
import { servePreview } from "../../grafana-plugin/preview/serve.js";
import { startPlugin, type PluginProcess } from "../conformance/grafana-process.js";
import { launchChromium } from "./chromium.js";
import { createGrafanaApi } from "./grafana-api.js";
import { writeStore } from "./plugin-store.js";

/** Inside the checkout, so that the backend finds DuckDB's library, which its package leaves out. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

export interface PluginPages {
  readonly build: FrontendBuild;
  readonly pluginFolder: string;
  /** The store that the query editor's pickers list. */
  readonly storePath: string;
  /** A page of its own; `messages` collects what the console and uncaught errors said. */
  open(
    view: "config" | "query",
    theme?: "dark" | "light",
    width?: number,
  ): Promise<{ page: Page; messages: string[] }>;
  /** Where screenshots go: MODELWATCH_SCREENSHOTS, or a temporary folder. */
  readonly screenshots: string;
  close(): Promise<void>;
}

/** Builds the plugin and the preview page, starts the plugin's own backend on a real store, serves the page, starts the browser. */
export async function openPluginPages(): Promise<PluginPages> {
  const browser = await launchChromium();
  // pages of one context share compiled scripts: @grafana/ui is parsed once
  const context = await browser.newContext();
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, "modelwatch-browser-"));
  const folders = { page: join(folder, "page"), plugin: join(folder, "plugin") };
  const build = await buildFrontend(folders.plugin);
  await buildPage(folders.page);
  await buildBackend(folders.plugin);
  const storePath = join(folder, "store.duckdb");
  await writeStore(storePath);
  const backend = await startPlugin(join(folders.plugin, `gpx_modelwatch_${platformName()}`));
  const api = createGrafanaApi(backend.client, { store: "duckdb", duckdbPath: storePath });
  const { server, url } = await servePreview(folders, api);
  return {
    build,
    pluginFolder: folders.plugin,
    storePath,
    screenshots: process.env["MODELWATCH_SCREENSHOTS"] ?? join(folder, "screenshots"),
    open: async (view, theme = "dark", width = 1000) => {
      const page = await context.newPage();
      await page.setViewportSize({ width, height: 900 });
      page.setDefaultTimeout(30_000);
      const messages: string[] = [];
      page.on("console", (message) => {
        // fonts and some icons belong to Grafana's server and are not in the @grafana/ui package
        if (message.location().url.includes("/public/")) return;
        if (message.type() === "error" || message.type() === "warning") messages.push(message.text());
      });
      const failed = new Promise<never>((_, reject) => {
        page.on("pageerror", (error) => {
          messages.push(String(error));
          reject(new Error(`the page failed: ${error.stack ?? error.message}`));
        });
      });
      // what fails after the editor is there is in `messages`
      failed.catch(() => undefined);
      await page.goto(`${url}/?view=${view}&theme=${theme}`);
      await Promise.race([page.getByRole("main").locator("pre").waitFor(), failed]);
      return { page, messages };
    },
    close: () => closeAll(browser, backend, server, folder),
  };
}

async function closeAll(
  browser: Browser,
  backend: PluginProcess,
  server: Server,
  folder: string,
): Promise<void> {
  await browser.close();
  await backend.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
}

/** As Grafana names the platforms of executables. */
function platformName(): string {
  return `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** Chooses an option of a picker by its label, as a person does: open, then click. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByRole("option", { name: option }).first().click();
}

/** Waits until the editor's sentence says this. */
export async function waitForSentence(page: Page, text: string): Promise<void> {
  await page.getByRole("status").filter({ hasText: text }).waitFor();
}

/** Types a name that the list does not have. */
export async function chooseText(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

/** The JSON that the editor would save. */
export async function readSaved(
  page: Page,
  label: "Saved query" | "Saved settings",
): Promise<Record<string, unknown>> {
  const pre: Locator = page.getByLabel(label);
  const saved: unknown = JSON.parse((await pre.textContent()) ?? "null");
  if (typeof saved !== "object" || saved === null) throw new Error(`${label} is not an object`);
  return { ...saved };
}
