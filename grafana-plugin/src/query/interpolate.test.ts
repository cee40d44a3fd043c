import { expect, it } from "vitest";
import { interpolateQuery, type Replace } from "./interpolate.js";
import type { ModelwatchQuery } from "./model.js";

const VALUES: Readonly<Record<string, readonly string[]>> = {
  $model: ["flight-delay"],
  $origin: ["JFK", "L.A"],
  $version: [""],
};

/** As Grafana's: several values joined for the format, text that is no variable left as it is. */
const replace: Replace = (text, format) => {
  const values = VALUES[text];
  if (values === undefined) return text;
  return format === "regex"
    ? values.map((value) => value.replaceAll(".", "\\.")).join("|")
    : values.join(",");
};

it("variables are filled in everywhere but in Grafana's own keys", () => {
  const query: ModelwatchQuery = {
    refId: "$model",
    subject: { model: "$model", target: { kind: "feature", name: "$model" } },
    strata: ["$model"],
    compare: { attribute: "ml.arm", treated: "$model", control: "b", treatedShare: 0.5 },
  };
  expect(interpolateQuery(query, replace)).toEqual({
    refId: "$model",
    subject: { model: "flight-delay", target: { kind: "feature", name: "flight-delay" } },
    strata: ["flight-delay"],
    compare: { attribute: "ml.arm", treated: "flight-delay", control: "b", treatedShare: 0.5 },
  });
});

it("a variable with several values becomes an escaped regular expression in a matcher that takes one", () => {
  const matchers = [{ attribute: "ml.stratum.origin", operator: "=~" as const, value: "$origin" }];
  const { subject } = interpolateQuery({ refId: "A", subject: { model: "m", matchers } }, replace);
  expect(subject?.matchers).toEqual([{ attribute: "ml.stratum.origin", operator: "=~", value: "JFK|L\\.A" }]);
});

it("a version variable without a value means all versions, and the saved query is not changed", () => {
  const query: ModelwatchQuery = { refId: "A", subject: { model: "m", modelVersion: "$version" } };
  expect(interpolateQuery(query, replace).subject).toEqual({ model: "m" });
  expect(query.subject?.modelVersion).toBe("$version");
});
