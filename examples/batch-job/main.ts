import { createReadStream } from "node:fs";
import { categorical, defineModel, numeric, probability, startModelwatch } from "@modelwatch/instrumentation";
import { parse } from "csv-parse";
import { probabilityOfDelay } from "./model.js";

const modelwatch = await startModelwatch();
const model = defineModel({
  name: "late-arrival",
  version: "2013q1",
  prediction: probability({ threshold: 0.3 }),
  features: {
    hour: numeric({ min: 0, max: 23, bounds: [5, 8, 11, 14, 17, 20] }),
    distance: numeric({ unit: "mi", min: 0, bounds: [250, 500, 750, 1000, 1500, 2500] }),
    carrier: categorical({ categories: ["UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E", "WN"] }),
  },
  strata: { origin: ["EWR", "JFK", "LGA"] },
});
const watch = modelwatch.watch(model);

const file = process.argv[2] ?? new URL("departures.csv", import.meta.url);
const rows = createReadStream(file).pipe(parse({ columns: true }));
for await (const row of rows as AsyncIterable<Readonly<Record<string, string>>>) {
  const { carrier = "", origin } = row;
  const hour = Number(row["hour"]);
  const distance = Number(row["distance"]);
  const score = probabilityOfDelay({ hour, distance, carrier });
  watch.predict({ score, features: { hour, distance, carrier }, strata: { origin } });
  console.log(score.toFixed(4));
}

// the only export of this process: whoever runs the job learns whether it arrived
const result = await modelwatch.shutdown();
if (result.kind === "failed") {
  console.error(`predicted, but not counted: ${result.problem}`);
  process.exitCode = 1;
}
