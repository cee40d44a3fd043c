import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDay, toIso, windowEdges } from "./edges.js";

const NEW_YORK = "America/New_York";
const at = (iso: string) => Date.parse(iso);

const hours = (from: string, to: string) => {
  const [start, end] = windowEdges(at(from), at(to), "1d", NEW_YORK);
  return (end! - start!) / 3_600_000;
};

describe("windowEdges", () => {
  it("starts weeks on Monday at local midnight", () => {
    const edges = windowEdges(
      at("2013-04-03T12:00:00-04:00"),
      at("2013-04-10T00:00:00-04:00"),
      "1w",
      NEW_YORK,
    );
    expect(edges.map((edge) => toIso(edge, NEW_YORK))).toEqual([
      "2013-04-01T00:00:00-04:00",
      "2013-04-08T00:00:00-04:00",
      "2013-04-15T00:00:00-04:00",
    ]);
  });

  it("gives the day on which clocks go forward 23 hours and the day they go back 25", () => {
    expect(hours("2013-03-10T05:00:00Z", "2013-03-10T06:00:00Z")).toBe(23);
    expect(hours("2013-11-03T05:00:00Z", "2013-11-03T06:00:00Z")).toBe(25);
  });

  it("cuts months at the first of the month whatever their length", () => {
    const edges = windowEdges(
      at("2013-04-01T00:00:00-04:00"),
      at("2014-01-01T00:00:00-05:00"),
      "1mo",
      NEW_YORK,
    );
    expect(edges.map((edge) => toDay(edge, NEW_YORK))).toEqual([
      "2013-04-01",
      "2013-05-01",
      "2013-06-01",
      "2013-07-01",
      "2013-08-01",
      "2013-09-01",
      "2013-10-01",
      "2013-11-01",
      "2013-12-01",
      "2014-01-01",
    ]);
  });

  it("leaves a range as it is", () => {
    expect(windowEdges(17, 4711, "range", "UTC")).toEqual([17, 4711]);
  });

  it("covers the range with ascending windows that two overlapping ranges share", () => {
    const instant = fc.integer({ min: at("2012-01-01T00:00:00Z"), max: at("2014-01-01T00:00:00Z") });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 40 * 86_400_000 }),
        fc.constantFrom("1h", "1d", "1w", "1mo"),
        (from, length, width) => {
          const edges = windowEdges(from, from + length, width, NEW_YORK);
          expect(edges[0]).toBeLessThanOrEqual(from);
          expect(edges[1]).toBeGreaterThan(from);
          expect(edges.at(-1)).toBeGreaterThanOrEqual(from + length);
          expect(edges.at(-2)).toBeLessThan(from + length);
          const later = windowEdges(from + Math.floor(length / 2), from + length, width, NEW_YORK);
          expect(edges.slice(-later.length)).toEqual(later);
        },
      ),
      { seed: 20130401, numRuns: 200 },
    );
  });

  it("names an unknown time zone and refuses a range of too many windows", () => {
    expect(() => windowEdges(0, 1, "1d", "Mars/Olympus")).toThrow(/"Mars\/Olympus" is not a time zone/);
    expect(() => windowEdges(0, 365 * 86_400_000, "5m", "UTC")).toThrow(/more than 20000 windows of 5m/);
    expect(() => windowEdges(0, 8.64e15, "1mo", "UTC")).toThrow(/more than 20000 windows of 1mo/);
  });
});
