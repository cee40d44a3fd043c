import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { main, type Terminal } from "./main.js";
import { VERSION } from "./version.js";

/** Runs the command and keeps what it wrote. */
async function run(...argv: string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const terminal = { stdout: stream("stdout"), stderr: stream("stderr") } as unknown as Terminal;
  return { code: await main(argv, terminal), ...written };
}

describe("the command", () => {
  it("has the version of its package", async () => {
    const manifest: unknown = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
    expect(manifest).toMatchObject({ version: VERSION });
    expect(await run("--version")).toEqual({ code: 0, stdout: `${VERSION}\n`, stderr: "" });
  });

  it("explains the demo", async () => {
    const { code, stdout } = await run("demo", "--help");
    expect(code).toBe(0);
    for (const option of ["--out <dir>", "--serve", "--port <number>", "report.html"])
      expect(stdout).toContain(option);
  });

  it("ends with 2 and a hint where it is used wrongly", async () => {
    expect(await run("demo", "--port", "many")).toMatchObject({ code: 2, stdout: "" });
    expect((await run("demo", "--port", "many")).stderr).toContain("whole number from 0 to 65535");
    expect((await run("demonstrate")).code).toBe(2);
    expect((await run("demo", "--fast")).stderr).toContain("--help");
  });

  it("ends with 1 and a sentence where the folder cannot be made", async () => {
    const file = new URL("../package.json", import.meta.url).pathname;
    const { code, stderr } = await run("demo", "--out", `${file}/out`);
    expect(code).toBe(1);
    expect(stderr).toContain("modelwatch: [");
  });
});
