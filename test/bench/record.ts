import { createModelwatch, defineModel, numeric, probability } from "@modelwatch/instrumentation";
import {
  InMemoryMetricExporter,
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { BenchRow } from "./bench-row.js";
import { interleave } from "./interleave.js";

const FEATURES = 26;
const BOUNDS = Array.from({ length: 20 }, (_bound, index) => (index + 1) / 21);
const NAMES = Array.from({ length: FEATURES }, (_name, index) => `feature_${index}`);
const ROWS = 1024;
const PREDICTIONS = 8192;
const ORIGINS = ["EWR", "JFK", "LGA"];

/** Uniform numbers of a fixed seed (Park and Miller 1988). */
function createRandom(): () => number {
  let state = 42;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Row {
  readonly score: number;
  readonly features: Readonly<Record<string, number>>;
  readonly values: Float64Array;
  readonly strata: { readonly origin: string };
  readonly arm: "control" | "treated";
}

function createRows(): Row[] {
  const random = createRandom();
  return Array.from({ length: ROWS }, (_row, index) => {
    const values = Float64Array.from({ length: FEATURES }, random);
    const features = Object.fromEntries(NAMES.map((name, feature) => [name, values[feature] ?? 0]));
    const strata = { origin: ORIGINS[index % 3] ?? "EWR" };
    return { score: random(), features, values, strata, arm: index % 2 === 0 ? "control" : "treated" };
  });
}

function createWatch() {
  const model = defineModel({
    name: "bench",
    version: "1",
    prediction: probability({ threshold: 0.5, bounds: BOUNDS }),
    features: Object.fromEntries(NAMES.map((name) => [name, numeric({ bounds: BOUNDS, min: 0, max: 1 })])),
    business: { value: { bounds: BOUNDS } },
    strata: { origin: ORIGINS },
    arms: ["control", "treated"],
  });
  const modelwatch = createModelwatch();
  modelwatch.createProducer({ temporality: "delta" });
  return modelwatch.watch(model);
}

/** OpenTelemetry's own histogram, with our bounds and a reader, as a user would set it up. */
function createSdkHistogram() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const provider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 })],
    views: [
      {
        instrumentName: "*",
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: BOUNDS } },
      },
    ],
  });
  return {
    histogram: provider.getMeter("bench").createHistogram("value"),
    shutdown: () => provider.shutdown(),
  };
}

/** The attributes of a feature's or a business value's series: four, built once, which is the SDK's best case. */
const FEATURE_ATTRIBUTES = ["score", ...NAMES].map((name) => ({
  "ml.model.name": "bench",
  "ml.model.version": "1",
  "ml.feature.name": name,
  "ml.unit": "1",
}));
const PLACED_ATTRIBUTES = ORIGINS.flatMap((origin) =>
  ["control", "treated"].map((arm) => ({
    "ml.model.name": "bench",
    "ml.business.name": "value",
    "ml.stratum.origin": origin,
    "ml.arm": arm,
  })),
);

/** The least that any explicit-bounds histogram must do. */
function createBareHistograms() {
  const bounds = Float64Array.from(BOUNDS);
  const counts = Array.from({ length: FEATURES + 1 }, () => new Float64Array(BOUNDS.length + 1));
  return (series: number, value: number): void => {
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (value <= (bounds[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    const buckets = counts[series];
    if (buckets) buckets[low] = (buckets[low] ?? 0) + 1;
  };
}

/** What counting costs the inference code, beside OpenTelemetry's own histogram and beside the bare minimum. */
export async function run(): Promise<BenchRow[]> {
  const rows = createRows();
  const watch = createWatch();
  const sdk = createSdkHistogram();
  const bare = createBareHistograms();
  const eachRow = (visit: (row: Row, index: number) => void) => () => {
    for (let call = 0; call < PREDICTIONS; call++) {
      const index = call % ROWS;
      const row = rows[index];
      if (row) visit(row, index);
    }
  };
  const prediction = interleave(
    {
      ours: eachRow((row) => watch.predict(row)),
      sdk: eachRow(({ score, values }) => {
        sdk.histogram.record(score, FEATURE_ATTRIBUTES[0]);
        for (let feature = 0; feature < FEATURES; feature++) {
          sdk.histogram.record(values[feature] ?? 0, FEATURE_ATTRIBUTES[feature + 1]);
        }
      }),
      bare: eachRow(({ score, values }) => {
        bare(0, score);
        for (let feature = 0; feature < FEATURES; feature++) bare(feature + 1, values[feature] ?? 0);
      }),
    },
    PREDICTIONS,
  );
  const business = interleave(
    {
      ours: eachRow((row) => watch.business("value", row.score, row)),
      sdk: eachRow((row, index) => sdk.histogram.record(row.score, PLACED_ATTRIBUTES[index % 6])),
    },
    PREDICTIONS,
  );
  await sdk.shutdown();
  const valueNs = prediction.ours / (FEATURES + 1);
  const sdkValueNs = prediction.sdk / (FEATURES + 1);
  const bareValueNs = prediction.bare / (FEATURES + 1);
  return [
    toRow("recorded value (of a prediction)", valueNs, "Histogram.record, 4 attributes", sdkValueNs, 0.05),
    toRow("recorded value (of a prediction)", valueNs, "binary search + increment", bareValueNs, 3),
    toRow(
      "business value with stratum and arm",
      business.ours,
      "Histogram.record, 4 attributes",
      business.sdk,
      0.05,
    ),
    {
      name: `prediction with ${FEATURES} features and score`,
      value: prediction.ours,
      unit: "ns",
      rival: `${FEATURES + 1} × Histogram.record`,
      ratio: prediction.ours / prediction.sdk,
      goal: "value ≤ 1500 ns",
      holds: prediction.ours <= 1500,
    },
  ];
}

function toRow(name: string, value: number, rival: string, rivalValue: number, most: number): BenchRow {
  const ratio = value / rivalValue;
  return { name, value, unit: "ns", rival, ratio, goal: `ratio ≤ ${most}`, holds: ratio <= most };
}
