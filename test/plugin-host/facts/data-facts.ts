import { expect } from "vitest";
import type { HostVariant } from "../host-variants.js";
import { toQueryRequest } from "../query-request.js";
import type { Fact } from "./fact.js";

const area = "Data";

/** Its SDK, of 2023, does not have the source of an error in its protocol yet. */
const WITHOUT_ERROR_SOURCE: HostVariant = "grafana-10";

const FRAME = {
  name: "a name",
  meta: {
    type: "timeseries-multi",
    typeVersion: [0, 1],
    notices: [{ severity: "warning", text: "few rows" }],
    executedQueryString: "drift",
    custom: { nested: { list: [1, null, "x"] } },
  },
  fields: [
    // before 1970, and a nanosecond that no double holds
    { name: "time", type: "time", nullable: false, values: ["-1", "1700000000123456789", "0"] },
    {
      name: "value",
      type: "float64",
      labels: { pod: "a", ünïcode: "é" },
      config: { unit: "s" },
      values: ["NaN", "+Inf", null],
    },
    { name: "exact", type: "float64", nullable: false, values: ["-0", "5e-324", "0.1"] },
    { name: "count", type: "int64", values: ["9007199254740993", "-9223372036854775808", null] },
    { name: "text", type: "string", values: ["", "é\n\u0000|", null] },
    { name: "flag", type: "boolean", values: ["true", "false", null] },
    { name: "object", type: "json", values: ['{"a":[1,2]}', '"text"', null] },
  ],
};

export const DATA_FACTS: readonly Fact[] = [
  {
    area,
    name: "a frame read by the SDK is the frame that was sent: labels, config, meta, nulls, NaN, ±∞, nanoseconds",
    check: async ({ host }) => {
      const { A } = await host.queryData(toQueryRequest({ A: { frames: [FRAME] } }));
      const [frame] = A?.frames ?? [];
      expect(frame).toMatchObject({ name: FRAME.name, refId: "A", meta: FRAME.meta });
      expect(frame?.fields).toMatchObject(
        FRAME.fields.map(({ name, type, nullable, values }) => ({
          name,
          type: toSdkType(type, nullable),
          values,
        })),
      );
      expect(frame?.fields[1]).toMatchObject({
        labels: FRAME.fields[1]?.labels,
        config: FRAME.fields[1]?.config,
      });
    },
  },
  {
    area,
    name: "one failing refId leaves the others answered; its error has a status and a source",
    check: async ({ host, variant }) => {
      const answers = await host.queryData(
        toQueryRequest({
          good: { rows: 2 },
          bad: { error: { code: "bad-request", message: "a wrong query" } },
          gone: { error: { code: "unavailable", message: "no store" } },
          broken: { throws: "a defect" },
          malformed: "not what the plugin reads",
        }),
      );
      const isTold = variant !== WITHOUT_ERROR_SOURCE;
      const toError = (status: number, error: string, source: string) => ({
        status,
        error,
        errorSource: isTold ? source : "",
        frames: [],
      });
      expect(answers["good"]).toMatchObject({ status: 200, error: "", frames: [{ refId: "good" }] });
      expect(answers["bad"]).toMatchObject(toError(400, "a wrong query", "downstream"));
      expect(answers["gone"]).toMatchObject(toError(503, "no store", "downstream"));
      expect(answers["broken"]).toMatchObject(toError(500, "a defect", "plugin"));
      expect(answers["malformed"]).toMatchObject({ status: 400, frames: [] });
    },
  },
  {
    area,
    name: "no frames are no data, and a frame without rows is not sent",
    check: async ({ host }) => {
      const answers = await host.queryData(toQueryRequest({ none: { frames: [] }, empty: { rows: 0 } }));
      expect(answers["none"]).toMatchObject({ error: "", frames: [] });
      expect(answers["empty"]).toMatchObject({ error: "", frames: [] });
    },
  },
];

function toSdkType(type: string, nullable = true): string {
  const names: Readonly<Record<string, string>> = {
    time: "time.Time",
    boolean: "bool",
    json: "json.RawMessage",
  };
  return `${nullable ? "*" : ""}${names[type] ?? type}`;
}
