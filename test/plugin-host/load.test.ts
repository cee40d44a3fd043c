import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLoad } from "./load.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins } from "./plugin-process.js";
import { readMemory, readProcessorMs } from "./process-usage.js";
import { toQueryRequest } from "./query-request.js";
import { stallCalls } from "./stalled-calls.js";

// Outcomes and bounds of memory; nothing here fails on speed. The figures are printed for whoever compares releases.
const MB = 1e6;
const AT_ONCE = 16;
const BIG_ANSWER = { textBytes: 20 * MB };

let builder: BuiltPlugins;
let host: PluginHost;
let pid: number;
let address: string;

beforeAll(async () => {
  builder = await createPluginBuilder();
  host = await startPluginHost("newest");
  ({ pid, address } = await host.start(await builder.testPlugin("bun-executable")));
});
afterAll(async () => {
  await host.stop();
  await builder.remove();
});

function report(what: string, ...megabytes: readonly number[]): void {
  process.stdout.write(`${what}: ${megabytes.map(Math.round).join(", ")} MB\n`);
}

async function residentMb(): Promise<number> {
  return (await readMemory(pid)).residentBytes / MB;
}

/** Returns when the plugin has done all that it will do: again and again it answers pings and uses no processor time. */
async function untilIdle(): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    const before = await readProcessorMs(pid);
    await host.ping();
    await host.ping();
    quiet = (await readProcessorMs(pid)) === before ? quiet + 1 : 0;
  }
}

describe("the test plugin's executable", () => {
  it("keeps what it holds over 10,000 queries", async () => {
    const load = { request: toQueryRequest({ A: { rows: 1_000 } }), calls: 5_000, atOnce: AT_ONCE };
    const resident: number[] = [];
    for (let half = 0; half < 2; half++) {
      expect(await runLoad(host, load)).toMatchObject({ answered: load.calls, failures: {} });
      resident.push(await residentMb());
    }
    report("resident after 5,000 and 10,000 queries", ...resident);
    expect(resident[1]).toBeLessThan(200);
    expect(resident[1]).toBeLessThan(1.5 * (resident[0] ?? Number.NaN));
  });

  it("answers sixteen times 20 MB at once, and again, without one failure", async () => {
    const load = { request: toQueryRequest({ A: BIG_ANSWER }), calls: 3 * AT_ONCE, atOnce: AT_ONCE };
    const { answered, failures, frameBytes } = await runLoad(host, load);
    const { residentBytes, peakBytes } = await readMemory(pid);
    report("resident and most after large answers", residentBytes / MB, peakBytes / MB);
    expect({ answered, failures }).toEqual({ answered: load.calls, failures: {} });
    expect(frameBytes).toBeGreaterThanOrEqual(load.calls * BIG_ANSWER.textBytes);
  });

  it("does not fill memory with answers that a host does not read", async () => {
    const stalled = await stallCalls(address, BIG_ANSWER, 100);
    await untilIdle();
    report("resident with 100 unread answers of 20 MB", await residentMb());
    // of the 2,000 MB that were asked for, the limit holds 537; the collector starts when the heap has doubled
    expect(await residentMb()).toBeLessThan(1_600);
    await stalled.cancel();
    expect((await host.queryData(toQueryRequest({ A: { rows: 1 } })))["A"]?.status).toBe(200);
  });
});
