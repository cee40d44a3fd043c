import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Matcher, Source } from "@modelwatch/sources";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import type { OtlpSender } from "./otlp-exporter.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

const HOUR_MS = 3_600_000;
const METRIC = "ml.feature.category";
const ATTRIBUTE = "ml.feature.category";

/** What ends strings, comments, selectors and expressions somewhere, and what Grafana and regular expressions replace. */
const PIECES = [
  '"',
  "'",
  "`",
  "\\",
  "\n",
  "\r",
  "\t",
  "{",
  "}",
  '",ml_x="',
  '"} or {a="',
  "#",
  "$__range",
  "${x}",
  ".*",
];
const MORE_PIECES = [
  "[^]",
  "(?i)",
  "|",
  "^",
  "$",
  "\u0000",
  "\u007F",
  "\uFFFD",
  "e\u0301",
  "é",
  "👩‍👩‍👧",
  "\\n",
  "\\u0041",
  "%",
  "+",
  "&",
];
const LONGEST = 10 * 1024;

const piecewise = fc
  .array(fc.constantFrom(...PIECES, ...MORE_PIECES), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(""));
const anything = fc.string({ unit: "binary", minLength: 1, maxLength: 30 });
const long = fc
  .constantFrom(...PIECES, ...MORE_PIECES, "x")
  .map((piece) => piece.repeat(Math.floor(LONGEST / Buffer.byteLength(piece))));
/** As they can be stored: UTF-8 knows no half of a surrogate pair. */
const values = fc.uniqueArray(
  fc
    .oneof(
      { weight: 5, arbitrary: piecewise },
      { weight: 4, arbitrary: anything },
      { weight: 1, arbitrary: long },
    )
    .map((text) => Buffer.from(text).toString()),
  { minLength: 8, maxLength: 20 },
);

let server: PrometheusServer;
let sender: OtlpSender;
let source: Source;
beforeAll(async () => {
  server = await startPrometheus();
  sender = createOtlpSender(server.otlpUrl);
  source = createPrometheusSource({ url: server.url });
});
afterAll(async () => {
  await source?.close();
  await sender?.close();
  await server?.stop();
});

/** Text that RE2 matches literally. */
function literally(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** What was counted in this hour, by value. */
async function read(
  hourMs: number,
  model: string,
  ...matchers: Matcher[]
): Promise<ReadonlyMap<string, number>> {
  const answer = await source.sumWindows({
    metric: METRIC,
    matchers: [{ attribute: "ml.model.name", operator: "=", value: model }, ...matchers],
    groupBy: [ATTRIBUTE],
    edges: [hourMs, hourMs + HOUR_MS],
  });
  return new Map(answer.map(({ labels, sums }) => [labels[ATTRIBUTE] ?? "", sums[0] ?? Number.NaN]));
}

describe("label values in a real Prometheus", () => {
  it("whatever they are, are found as themselves and as nothing else", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(values, async (texts) => {
        const hourMs = Date.UTC(2013, 3, 1) + 2 * run * HOUR_MS;
        const model = `hostile-${run++}`;
        for (const [index, timeMs] of [hourMs, hourMs + HOUR_MS].entries()) {
          const sums = texts.map((text, i) => ({
            metric: METRIC,
            labels: { "ml.model.name": model, [ATTRIBUTE]: text },
            temporality: "cumulative" as const,
            monotonic: true,
            startMs: hourMs,
            timeMs,
            value: index * (i + 1),
          }));
          await sender.send({ histograms: [], sums });
        }
        const all = new Map(texts.map((text, i) => [text, i + 1]));
        expect(await read(hourMs, model)).toEqual(all);
        const matchers = [{ attribute: "ml.model.name", operator: "=", value: model }] as const;
        const range = { fromMs: hourMs, toMs: hourMs + HOUR_MS };
        const listed = await source.labelValues({ attribute: ATTRIBUTE, metric: METRIC, matchers, range });
        expect(new Set(listed)).toEqual(new Set(texts));
        for (const [text, count] of all) {
          const itself = new Map([[text, count]]);
          const others = new Map([...all].filter(([other]) => other !== text));
          const ask = (operator: Matcher["operator"], value: string) =>
            read(hourMs, model, { attribute: ATTRIBUTE, operator, value });
          expect(await ask("=", text)).toEqual(itself);
          expect(await ask("!=", text)).toEqual(others);
          expect(await ask("=~", literally(text))).toEqual(itself);
          expect(await ask("!~", literally(text))).toEqual(others);
        }
      }),
      {
        numRuns: 6,
        seed: 11,
        examples: [[[...PIECES]], [[...MORE_PIECES, "x".repeat(LONGEST), '"\\'.repeat(LONGEST / 2)]]],
      },
    );
  }, 600_000);
});
