import { describe, expect, it } from "vitest";
import { fuzz } from "./grafana-fuzz/fuzz.js";
import {
  readRecordedRequests,
  recordRequests,
  RECORDED_FILE,
  toRecordedText,
} from "./grafana-fuzz/recorded-requests.js";

const SEED = 20_130_401;
const MUTATIONS = Number(process.env["FUZZ_MUTATIONS"] ?? 1_000);

describe("mutations of recorded requests", () => {
  it("start from what a host sends", async () => {
    await expect(toRecordedText(recordRequests())).toMatchFileSnapshot(RECORDED_FILE.pathname);
  });

  it("are answered with data or a typed error, and harm no query beside them", async () => {
    const { outcomes, mostWork } = await fuzz(readRecordedRequests(), MUTATIONS, SEED);
    const counts = [...outcomes].map(([outcome, times]) => `${outcome}: ${times}`).join(", ");
    process.stdout.write(`seed ${SEED}, ${MUTATIONS} mutations: ${counts}; at most ${mostWork} windows\n`);
    expect(outcomes.get("QueryData 200")).toBeGreaterThan(MUTATIONS / 100);
    expect(outcomes.get("QueryData 400")).toBeGreaterThan(MUTATIONS / 10);
  });
});
