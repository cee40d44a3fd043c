import { describe, expect, it } from "vitest";
import * as conventions from "./index.js";
import {
  OUTCOME_AGES,
  PROBABILITY_BOUNDS,
  outcomeAgeOf,
  toReferenceMetric,
  toStratumAttribute,
} from "./index.js";

const names = Object.entries<unknown>(conventions).filter(
  (entry): entry is [string, string] => typeof entry[1] === "string" && /^(METRIC|ATTR)_/.test(entry[0]),
);

describe("names on the wire", () => {
  it("are dotted lower-case names under ml., each used once as a metric and once as an attribute", () => {
    expect(names.length).toBeGreaterThan(15);
    for (const [, name] of names) expect(name).toMatch(/^ml(\.[a-z]+(_[a-z]+)*)+$/);
    for (const kind of ["METRIC_", "ATTR_"]) {
      const values = names.filter(([constant]) => constant.startsWith(kind)).map(([, name]) => name);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it("give a reference its own name, never the production series' name", () => {
    expect(toReferenceMetric("ml.feature.value")).toBe("ml.reference.feature.value");
    expect(toReferenceMetric("latency")).toBe("ml.reference.latency");
  });

  it("never end in .sum, which Prometheus would take for the histogram's own series", () => {
    const suffixes = [conventions.SUFFIX_SQUARES, conventions.SUFFIX_POSITIVE, conventions.SUFFIX_NEGATIVE];
    expect(
      [...names.map(([, name]) => name), ...suffixes].filter((name) => /\.(sum|count|bucket)$/.test(name)),
    ).toEqual([]);
  });

  it("put a stratum under its prefix", () => {
    expect(toStratumAttribute("origin")).toBe("ml.stratum.origin");
  });
});

describe("outcome ages", () => {
  it("cover every delay without gap or overlap", () => {
    OUTCOME_AGES.forEach((age, i) => expect(age.afterMs).toBe(i === 0 ? 0 : OUTCOME_AGES[i - 1]?.upToMs));
    expect(OUTCOME_AGES.at(-1)?.upToMs).toBe(Number.POSITIVE_INFINITY);
  });

  it("are upper-inclusive, and a negative delay counts as the youngest", () => {
    const hourMs = 3_600_000;
    expect([-5, 0, hourMs, hourMs + 1, 1e15].map(outcomeAgeOf)).toEqual(["1h", "1h", "1h", "3h", "inf"]);
  });
});

describe("the probability layout", () => {
  it("ascends strictly inside (0, 1) and resolves both ends", () => {
    for (let i = 1; i < PROBABILITY_BOUNDS.length; i++) {
      expect(PROBABILITY_BOUNDS[i]).toBeGreaterThan(PROBABILITY_BOUNDS[i - 1] ?? 1);
    }
    expect(PROBABILITY_BOUNDS[0]).toBeLessThanOrEqual(0.001);
    expect(PROBABILITY_BOUNDS.at(-1)).toBeGreaterThanOrEqual(0.999);
  });
});
