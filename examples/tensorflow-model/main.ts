import { categorical, defineModel, numeric, probability, startModelwatch } from "@modelwatch/instrumentation";
import { fitReference } from "@modelwatch/instrumentation/fit";
import { readFlights, type Flight } from "./flights.js";
import { scoreFlights, trainNetwork } from "./network.js";

const BATCH_SIZE = 64;

const model = defineModel({
  name: "late-arrival",
  version: "tensorflow-1",
  prediction: probability({ threshold: 0.3 }),
  features: {
    hour: numeric({ min: 0, max: 23 }),
    distance: numeric({ unit: "mi", min: 0 }),
    carrier: categorical({ top: 9 }),
  },
});

// training: the network, and how its features and scores were distributed
const training = readFlights("training.csv");
const network = await trainNetwork(training);
const trainingScores = scoreFlights(network, training);
const reference = await fitReference({
  declaration: model,
  description: "January to March 2013, every 20th flight",
  rows: training.map(({ hour, distance, carrier, isLate }, row) => ({
    score: trainingScores[row],
    truth: isLate,
    features: { hour, distance, carrier },
  })),
});

// production: whatever the network predicts is counted in the buckets of the reference
const modelwatch = await startModelwatch();
const watch = modelwatch.watch(model, { reference });
const score = watch.wrapBatch(
  (flights: readonly Flight[]) => scoreFlights(network, flights),
  (lateness, { hour, distance, carrier }) =>
    watch.predict({ score: lateness, features: { hour, distance, carrier } }),
);
const production = readFlights("production.csv");
for (let start = 0; start < production.length; start += BATCH_SIZE) {
  const scores = score(production.slice(start, start + BATCH_SIZE));
  console.log(`flights from ${start}: ${scores.filter((lateness) => lateness >= 0.3).length} expected late`);
}
const { kind } = await modelwatch.shutdown();
console.log(kind === "exported" ? `${production.length} predictions exported` : `not exported: ${kind}`);
