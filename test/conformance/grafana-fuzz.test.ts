import { describe, expect, it } from "vitest";
import { fuzz } from "./grafana-fuzz/fuzz.js";
import {
  readRecordedRequests,
  recordRequests,
  RECORDED_FILE,
  toRecordedText,
} from "./grafana-fuzz/recorded-requests.js";

/** A few seconds' worth; the suite that has minutes makes more. */
const MUTATIONS = 2_000;

describe("mutations of recorded requests", () => {
  it("start from what a host sends", async () => {
    await expect(toRecordedText(recordRequests())).toMatchFileSnapshot(RECORDED_FILE.pathname);
  });

  it("are answered with data or a typed error, and harm no query beside them", async () => {
    const { outcomes } = await fuzz(readRecordedRequests(), MUTATIONS, 0);
    expect(outcomes.get("QueryData 200")).toBeGreaterThan(MUTATIONS / 10);
    expect(outcomes.get("QueryData 400")).toBeGreaterThan(MUTATIONS / 10);
  });
});
