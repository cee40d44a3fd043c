// A service whose environment sets its export up: predicts as often as it is told, then ends in the way that is asked for.
import { DiagConsoleLogger, DiagLogLevel, diag } from "@opentelemetry/api";
import { defineModel, numeric, probability, startModelwatch } from "@modelwatch/instrumentation";

const [ending, predictions] = process.argv.slice(2);
diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR);
const modelwatch = await startModelwatch({ flushTimeoutMs: 2000 });
const model = defineModel({
  name: "churn",
  version: "7",
  prediction: probability({ threshold: 0.5 }),
  features: { age: numeric({ min: 0 }) },
});
const watch = modelwatch.watch(model);
for (let i = 0; i < Number(predictions); i++) watch.predict({ score: 0.3, features: { age: i % 90 } });

if (ending === "shutdown") process.stdout.write(`${(await modelwatch.shutdown()).kind}\n`);
if (ending === "application-listens") {
  const work = setInterval(() => undefined, 60_000);
  const stop = async (): Promise<void> => {
    await modelwatch.shutdown();
    process.stdout.write("the application ends it\n");
    clearInterval(work);
    process.exitCode = 3;
  };
  process.once("SIGTERM", () => void stop());
}
// a server would listen
if (ending === "signal") setInterval(() => undefined, 60_000);
if (ending !== "shutdown") process.stdout.write("predicted\n");
