import { createClickHouseSource } from "@modelwatch/sources/clickhouse";
import { describeSource } from "../conformance/source-suite.js";
import type { OpenedSource } from "../conformance/source-suite.js";
import { startClickHouse } from "./clickhouse-server.js";
import { createClickHouseSink } from "./clickhouse-sink.js";
import { createTables } from "./clickhouse-tables.js";
import type { ClickHouseTimes } from "./clickhouse-tables.js";

async function open(times: ClickHouseTimes): Promise<OpenedSource> {
  const server = await startClickHouse();
  await createTables(server, times);
  const sink = createClickHouseSink(server, times);
  const source = createClickHouseSource({ url: server.url });
  return {
    source,
    sink,
    settle: () => sink.flush(),
    close: async () => {
      await source.close();
      await server.stop();
    },
  };
}

for (const temporality of ["delta", "cumulative"] as const) {
  for (const times of ["DateTime", "DateTime64(9)"] as const) {
    const traits = { temporality, countTolerance: 0, startMs: Date.UTC(2013, 3, 1) };
    describeSource(`ClickHouse, ${temporality}, ${times}`, () => open(times), traits);
  }
}
