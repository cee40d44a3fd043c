import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePort, serveReport, type ReportPage } from "./serve-report.js";

describe("the report's page", () => {
  let folder: string;
  let page: ReportPage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "report-"));
    await writeFile(join(folder, "report.html"), "<!doctype html><title>r</title>");
    await writeFile(join(folder, "findings.json"), "{}");
    await writeFile(join(folder, "modelwatch.duckdb"), "not for the page");
    page = await serveReport({ folder, port: 0 });
  });
  afterAll(async () => {
    await page.close();
    await rm(folder, { recursive: true });
  });

  it("shows the report and the findings on loopback, without a script or another origin", async () => {
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const report = await fetch(page.url);
    expect(await report.text()).toBe("<!doctype html><title>r</title>");
    expect(report.headers.get("content-security-policy")).toContain("default-src 'none'");
    const findings = await fetch(`${page.url}findings.json`);
    expect(findings.headers.get("content-type")).toContain("application/json");
  });

  it("serves nothing else of the folder or beyond it", async () => {
    for (const path of ["modelwatch.duckdb", "../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00"]) {
      expect((await fetch(page.url + path)).status).toBe(404);
    }
    expect((await fetch(page.url, { method: "POST", body: "x" })).status).toBe(405);
  });

  it("says that the port is taken", async () => {
    const { port } = new URL(page.url);
    await expect(serveReport({ folder, port: Number(port) })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("takes whole numbers up to 65535 as a port", () => {
    expect([parsePort("0"), parsePort("65535")]).toEqual([0, 65_535]);
    for (const text of ["65536", "-1", "1.5", "http", ""])
      expect(() => parsePort(text)).toThrow("0 to 65535");
  });
});
