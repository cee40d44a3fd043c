import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSaved, type PluginPages } from "./plugin-page.js";

/** What Grafana 10.1 shares with plugins, of its `sharedDependenciesMap`. */
const SHARED_BY_GRAFANA_10_1 = [
  "@grafana/data",
  "@grafana/runtime",
  "@grafana/ui",
  "react",
  "react-dom",
  "rxjs",
  "lodash",
];

/** Registers the tests; `served` gives the pages once they are served. */
export function testConfigEditor(served: () => PluginPages): void {
  test("module.js asks only for modules that Grafana 10.1 shares, and is small", async () => {
    const { moduleBytes, moduleGzipBytes } = served().build;
    process.stdout.write(`module.js: ${moduleBytes} bytes, ${moduleGzipBytes} gzip\n`);
    const text = await readFile(join(served().pluginFolder, "module.js"), "utf8");
    const asked = /^define\((\[[^\]]*\])/u.exec(text)?.[1];
    const modules: unknown = JSON.parse(asked ?? "null");
    expect(modules).toContain("react");
    expect(SHARED_BY_GRAFANA_10_1).toEqual(expect.arrayContaining(modules as string[]));
    expect(moduleGzipBytes).toBeLessThan(250_000);
  });

  test("the data source's constructor has exactly one parameter", async () => {
    const text = await readFile(join(served().pluginFolder, "module.js"), "utf8");
    expect(text).toMatch(/constructor\(\w+\)\{super\(\w+\)\}/u);
  });

  test("URL and basic auth are saved in Grafana's places, the password only as a secret", async () => {
    const { page, messages } = await served().open("config");
    await page.getByLabel("URL").fill("http://prometheus:9090");
    await page.getByLabel("Basic auth").click({ force: true });
    await page.getByLabel("User").fill("reader");
    await page.getByLabel("Password").fill("not-a-real-password");
    await page.screenshot({ path: join(served().screenshots, "config.png") });
    const { secureJsonData, ...open } = await readSaved(page, "Saved settings");
    expect(open).toMatchObject({ url: "http://prometheus:9090", basicAuth: true, basicAuthUser: "reader" });
    expect(secureJsonData).toEqual({ basicAuthPassword: "not-a-real-password" });
    expect(JSON.stringify(open)).not.toContain("not-a-real-password");
    expect(messages).toEqual([]);
  });

  test("a DuckDB store asks for a file and for no URL", async () => {
    const { page, messages } = await served().open("config", "light");
    await page.getByLabel("DuckDB file").click({ force: true });
    await page.getByLabel("File", { exact: true }).fill("/var/lib/modelwatch/modelwatch.duckdb");
    expect(await page.getByLabel("URL").count()).toBe(0);
    await page.screenshot({ path: join(served().screenshots, "config-duckdb-light.png") });
    const { jsonData } = await readSaved(page, "Saved settings");
    expect(jsonData).toEqual({ store: "duckdb", duckdbPath: "/var/lib/modelwatch/modelwatch.duckdb" });
    expect(messages).toEqual([]);
  });

  test("Save & test shows the backend's own sentence, for a store without URL and for one that it can read", async () => {
    const { page, messages } = await served().open("config");
    const saveAndTest = page.getByRole("button", { name: "Save & test" });
    await saveAndTest.click();
    await page.getByText("the URL of the store is missing").waitFor();
    await page.getByLabel("DuckDB file").click({ force: true });
    await page.getByLabel("File", { exact: true }).fill(served().storePath);
    await saveAndTest.click();
    await page.getByText(/embedded store with \d+ points/u).waitFor();
    await page.screenshot({ path: join(served().screenshots, "config-good.png") });
    // the browser reports the answer 400 of the first test, nothing else
    expect(messages.filter((message) => !message.includes("400"))).toEqual([]);
  });
}
