import { expect, it } from "vitest";
import { fuzz } from "../conformance/grafana-fuzz/fuzz.js";
import { readRecordedRequests } from "../conformance/grafana-fuzz/recorded-requests.js";

/** `FUZZ_MUTATIONS=1000000` takes half an hour; `FUZZ_SEED` makes others. */
const MUTATIONS = Number(process.env["FUZZ_MUTATIONS"] ?? 20_000);
const SEED = Number(process.env["FUZZ_SEED"] ?? 1_000_000);

it(
  "mutations of recorded requests are answered with data or a typed error",
  async () => {
    const { outcomes, mostWork } = await fuzz(readRecordedRequests(), MUTATIONS, SEED);
    const counts = [...outcomes].map(([outcome, times]) => `${outcome}: ${times}`).join(", ");
    process.stdout.write(
      `${MUTATIONS} mutations from seed ${SEED}: ${counts}; at most ${mostWork} windows read for one\n`,
    );
    expect(outcomes.get("QueryData 200")).toBeGreaterThan(MUTATIONS / 10);
    expect(outcomes.get("QueryData 400")).toBeGreaterThan(MUTATIONS / 10);
  },
  // bounded by its number of inputs and by what each may ask of the store
  0,
);
