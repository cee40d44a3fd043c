// A main thread and three workers, each with a Modelwatch of its own. Nobody flushes: each ends when its work is done.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { predictAs } from "./predict-as.js";

const workers = [100, 200, 300].map(
  (predictions) => new Worker(new URL("predicting-thread.js", import.meta.url), { workerData: predictions }),
);
await predictAs(50);
await Promise.all(workers.map((worker) => once(worker, "exit")));
