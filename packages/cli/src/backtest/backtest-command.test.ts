import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main, type Terminal } from "../main.js";

const ANCHOR = "2024-01-01T00:00:00Z";

let folder: string;
let store: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  store = join(folder, "empty.duckdb");
  await (await openDuckDbStore({ path: store })).sink.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command and keeps what it wrote. */
async function backtest(...options: string[]) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const terminal = { stdout: stream("stdout"), stderr: stream("stderr") } as unknown as Terminal;
  return { code: await main(["backtest", ...options], terminal), ...written };
}

async function monitorFile(content: string): Promise<string> {
  const file = join(folder, "monitor.json");
  await writeFile(file, content);
  return file;
}

const valid = () => monitorFile(JSON.stringify({ id: "m", model: "nobody", anchor: ANCHOR }));

describe("a backtest that cannot run says what it misses", () => {
  it("when the model never predicted", async () => {
    const { code, stdout, stderr } = await backtest("--store", store, "--monitor", await valid());
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('no prediction of the model "nobody" since the monitor\'s anchor, 2024-01-01');
  });

  it("when no window has closed", async () => {
    const options = ["--store", store, "--monitor", await valid(), "--until", ANCHOR];
    expect(await backtest(...options)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no window"),
    });
  });

  it.each([
    { content: "{", text: "is not JSON" },
    { content: '{"id": "m"}', text: "the monitor is not valid: model" },
  ])("when the monitor is $content", async ({ content, text }) => {
    const answer = await backtest("--store", store, "--monitor", await monitorFile(content));
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
  });

  it("when a file is not there", async () => {
    const monitor = join(folder, "none.json");
    expect(await backtest("--store", store, "--monitor", monitor)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${monitor} cannot be read`),
    });
    const missing = join(folder, "none.duckdb");
    expect(await backtest("--store", missing, "--monitor", await valid())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[not-found]"),
    });
  });

  it("when the history is not named, or twice", async () => {
    const monitor = ["--monitor", await valid()];
    const one = "one of --store FILE, --prometheus URL and --clickhouse URL";
    expect((await backtest(...monitor)).stderr).toContain(one);
    const both = ["--store", store, "--prometheus", "http://127.0.0.1:9"];
    expect((await backtest(...monitor, ...both)).stderr).toContain(one);
    const servers = ["--clickhouse", "http://127.0.0.1:9", "--prometheus", "http://127.0.0.1:9"];
    expect((await backtest(...monitor, ...servers)).stderr).toContain(one);
  });

  it.each(["prometheus", "clickhouse"])("when the %s server does not answer", async (server) => {
    const answer = await backtest("--monitor", await valid(), `--${server}`, "http://127.0.0.1:9");
    expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining("[unavailable]") });
  });

  it("when what was typed cannot be understood", async () => {
    const options = ["--store", store, "--monitor", await valid()];
    const quiet = await backtest(...options, "--quiet", ANCHOR);
    expect(quiet).toMatchObject({ code: 1, stderr: expect.stringContaining("a quiet period has no end") });
    const may = await backtest(...options, "--incident", "May");
    expect(may).toMatchObject({ code: 2, stderr: expect.stringContaining("no instant with an offset") });
    expect(await backtest("--store", store)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--monitor"),
    });
  });
});
