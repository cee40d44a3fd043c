// A worker thread. It reads TypeScript itself: Node 20 does not hand it the loader of its main thread.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { predictAs } = await import("./predict-as.ts");
await predictAs(workerData);
