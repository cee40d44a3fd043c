import { querySchema, type Query } from "@modelwatch/conventions/query";
import { describe, expect, it } from "vitest";
import { reachClosedWindow } from "./alert-range.js";

function reached(from: string, to: string, window: Partial<Query["window"]> = {}): string {
  const query = querySchema.parse({ subject: { model: "m" }, range: { from, to }, window });
  const { range } = reachClosedWindow(query);
  expect(range.to).toBe(to);
  return range.from;
}

describe("reachClosedWindow", () => {
  it("reaches back from ten minutes of an open day to the day before", () => {
    expect(reached("2026-01-05T10:00:00.000Z", "2026-01-05T10:10:00.000Z")).toBe("2026-01-04T00:00:00.000Z");
  });

  it("takes the window that closes at the range's very end", () => {
    expect(reached("2026-01-04T23:50:00.000Z", "2026-01-05T00:00:00.000Z")).toBe("2026-01-04T00:00:00.000Z");
  });

  it("leaves a range that already holds a closed window", () => {
    expect(reached("2026-01-01T12:00:00.000Z", "2026-01-05T10:10:00.000Z")).toBe("2026-01-01T12:00:00.000Z");
  });

  it("knows the query's time zone, weeks and months", () => {
    const range = ["2026-03-31T10:00:00.000Z", "2026-03-31T10:10:00.000Z"] as const;
    expect(reached(...range, { timeZone: "America/New_York" })).toBe("2026-03-30T04:00:00.000Z");
    expect(reached(...range, { width: "1w" })).toBe("2026-03-23T00:00:00.000Z");
    expect(reached(...range, { width: "1mo" })).toBe("2026-02-01T00:00:00.000Z");
    expect(reached(...range, { width: "5m" })).toBe("2026-03-31T10:00:00.000Z");
  });

  it("leaves the window that is the range itself", () => {
    const from = "2026-01-05T10:00:00.000Z";
    expect(reached(from, "2026-01-05T10:10:00.000Z", { width: "range" })).toBe(from);
  });
});
