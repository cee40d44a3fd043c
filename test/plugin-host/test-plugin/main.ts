import { serve } from "@modelwatch/grafana-backend";
import { answerResource } from "./answer-resource.js";
import { answerQuery, waitsUnderWay } from "./answer-query.js";

// A plugin that does what its queries say: the other end of the hosts that test the protocol.
await serve({
  queryData: (query, context) => answerQuery(query.model, context),
  checkHealth: async ({ plugin }) => {
    const settings = plugin.dataSource?.jsonData;
    const failing = typeof settings === "object" && settings !== null && "failing" in settings;
    return failing
      ? { ok: false, message: "the settings ask for a failure", details: { link: "settings" } }
      : { ok: true, message: "the test plugin answers", details: { waits: waitsUnderWay() } };
  },
  callResource: (request) => answerResource(request),
  collectMetrics: async () =>
    `# TYPE test_plugin_waits gauge\ntest_plugin_waits ${waitsUnderWay()}\n# TYPE test_plugin_resident_bytes gauge\ntest_plugin_resident_bytes ${process.memoryUsage().rss}\n`,
});
