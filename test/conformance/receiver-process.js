// A receiver with an embedded store, as a process of its own: prints its url, ends cleanly on SIGTERM.
import { startReceiver } from "@modelwatch/collector-stage";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";

const [path] = process.argv.slice(2);
const store = await openDuckDbStore({ path });
const receiver = await startReceiver({ sink: store.sink, port: 0 });
process.once("SIGTERM", () => {
  void receiver.close().then(() => store.sink.close());
});
process.stdout.write(`${receiver.url}\n`);
