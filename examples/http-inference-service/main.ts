import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { categorical, defineModel, number, numeric } from "@modelwatch/instrumentation";
import { predictDelay, type Departure } from "./model.js";
import { modelwatch, sdk } from "./telemetry.js";

sdk.start();

const model = defineModel({
  name: "arrival-delay",
  version: "2013q1",
  prediction: number({ unit: "min", bounds: [-15, -5, 0, 5, 10, 15, 20, 30] }),
  features: {
    hour: numeric({ min: 0, max: 23, bounds: [5, 8, 11, 14, 17, 20] }),
    distance: numeric({ unit: "mi", min: 0, bounds: [250, 500, 750, 1000, 1500, 2500] }),
    carrier: categorical({ categories: ["UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E", "WN"] }),
  },
});
const watch = modelwatch.watch(model, { join: {} });

/** POST /predict takes a departure and answers with its id and expected delay. */
function predict({ hour, distance, carrier }: Departure): object {
  const id = randomUUID();
  const score = predictDelay({ hour, distance, carrier });
  watch.predict({ id, score, features: { hour, distance, carrier } });
  return { id, delayMinutes: score };
}

/** POST /outcome takes the id and the delay that there was, when it is known. */
function takeOutcome({ id, delayMinutes }: { readonly id: string; readonly delayMinutes: number }): object {
  watch.outcome({ id, truth: delayMinutes });
  return {};
}

async function answer(request: IncomingMessage): Promise<object | undefined> {
  const body = (await json(request)) as never;
  if (request.url === "/predict") return predict(body);
  if (request.url === "/outcome") return takeOutcome(body);
  return undefined;
}

const server = createServer((request, response) => {
  answer(request).then(
    (found) => response.writeHead(found ? 200 : 404).end(JSON.stringify(found ?? {})),
    () => response.writeHead(400).end('{"error":"the body is not JSON"}'),
  );
});
server.listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" ? address?.port : address}`);
});

// what was counted since the last export goes out before the process ends
process.once("SIGTERM", () => {
  server.close(() => void sdk.shutdown());
});
