import { querySchema, type Finding, type Query } from "@modelwatch/conventions/query";
import type { Frame } from "@modelwatch/grafana-backend";
import { describe, expect, it } from "vitest";
import { toAlertFrames } from "./alert-frames.js";
import { toPanelFormat, toPanelFrames } from "./panel-frames.js";

const DAYS = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"].map((day) => `${day}T00:00:00.000Z`);

function finding(day: number, changes: Partial<Finding> = {}): Finding {
  return {
    analysis: "drift",
    subject: { model: "m", target: "feature:distance", labels: { "ml.stratum.origin": "JFK" } },
    statistic: "psi",
    unit: "",
    window: { from: DAYS[day] ?? "", to: DAYS[day + 1] ?? "", timeZone: "UTC" },
    reference: { kind: "emitted", n: 1000 },
    value: 0.1 * (day + 1),
    low: 0.05,
    high: 0.4,
    resolution: null,
    sampling: null,
    n: 500,
    evidence: { kind: "e-value", value: 3, log10: Math.log10(3) },
    threshold: 20,
    margin: -1,
    status: "ok",
    reason: { code: "within-tolerance", text: "within tolerance" },
    quality: ["exact"],
    details: {},
    ...changes,
  };
}

function version(modelVersion: string, status: Finding["status"]): Finding {
  return finding(0, { subject: { ...finding(0).subject, modelVersion }, status });
}

function query(alertOn: Query["alertOn"], to = DAYS[3]): Query {
  return querySchema.parse({ subject: { model: "m" }, range: { from: DAYS[0], to }, alertOn });
}

/** Label sets and their numbers, as a rule sees them. */
function numbers(frames: readonly Frame[]): [unknown, unknown][] {
  return frames.map(({ fields }) => {
    const numeric = fields.filter(({ type }) => type === "float64" || type === "int64");
    expect(numeric).toHaveLength(1);
    expect(fields.every(({ type }) => type !== "string")).toBe(true);
    expect(numeric[0]?.values).toHaveLength(1);
    return [numeric[0]?.labels, numeric[0]?.values[0]];
  });
}

const LABELS = {
  analysis: "drift",
  model: "m",
  target: "feature:distance",
  statistic: "psi",
  ml_stratum_origin: "JFK",
};

describe("toAlertFrames", () => {
  it.each([
    ["value", 0.3],
    ["margin", -1],
    ["evidence", 3],
    ["state", 0],
    ["health", 0],
  ] as const)("under alertOn %s sends %d of the latest window", (alertOn, expected) => {
    const [[labels, value] = []] = numbers(
      toAlertFrames([finding(0), finding(2), finding(1)], query(alertOn)),
    );
    expect(labels).toEqual(LABELS);
    expect(value).toBeCloseTo(expected, 12);
  });

  it("leaves out a window that has not closed by the end of the range", () => {
    const frames = toAlertFrames(
      [finding(0), finding(1), finding(2)],
      query("value", "2026-01-03T12:00:00.000Z"),
    );
    expect(numbers(frames)[0]?.[1]).toBeCloseTo(0.2, 12);
    expect(toAlertFrames([finding(2)], query("value", "2026-01-03T12:00:00.000Z"))).toEqual([]);
  });

  it("keeps the label set while status and reason change, and counts 0, 1, 2", () => {
    const states = (["ok", "info", "watch", "act"] as const).map((status) => {
      const changed = finding(0, { status, reason: { code: "drift-beyond-tolerance", text: status } });
      return numbers(toAlertFrames([changed], query("state")))[0];
    });
    expect(states.map((state) => state?.[1])).toEqual([0, 0, 1, 2]);
    expect(new Set(states.map((state) => JSON.stringify(state?.[0]))).size).toBe(1);
  });

  it("keeps the label set when the model gets a new version, and takes the version that needs a person", () => {
    const frames = toAlertFrames(
      [version("1", "ok"), version("2", "act"), version("3", "watch")],
      query("state"),
    );
    expect(numbers(frames)).toEqual([[LABELS, 2]]);
  });

  it("keeps a verdict's label set when outcomes come or stop, and its evidence with them", () => {
    const labels = (["brier", "drift-detector"] as const).map((statistic) => {
      const verdict = finding(0, { analysis: "verdict", monitor: "flights", statistic });
      const asked = querySchema.parse({ ...query("state"), analysis: "verdict" });
      return numbers(toAlertFrames([verdict], asked))[0]?.[0];
    });
    expect(labels[0]).toEqual(labels[1]);
    expect(labels[0]).toMatchObject({ analysis: "verdict", monitor: "flights" });
  });

  it("sends nothing for undetermined, and never a stale window in its place", () => {
    const latest = finding(2, { status: "undetermined", value: null, evidence: null, margin: null });
    for (const alertOn of ["value", "margin", "evidence", "state"] as const) {
      expect(toAlertFrames([finding(1), latest], query(alertOn))).toEqual([]);
    }
  });

  it("sends nothing where the number is not known, rather than NaN or 0", () => {
    const unknown = finding(0, { value: null, margin: null, evidence: null });
    for (const alertOn of ["value", "margin", "evidence"] as const) {
      expect(toAlertFrames([unknown], query(alertOn))).toEqual([]);
    }
  });

  it("shows a missing member under health alone", () => {
    const missing = finding(2, { status: "missing", value: null });
    expect(numbers(toAlertFrames([missing], query("health")))[0]?.[1]).toBe(1);
    expect(toAlertFrames([missing], query("state"))).toEqual([]);
  });

  it("does not alert on a verdict's members beside the verdict, except on their health", () => {
    const members = [finding(0), finding(0, { analysis: "verdict", monitor: "flights" })];
    const verdict = querySchema.parse({
      analysis: "verdict",
      subject: { model: "m" },
      range: { from: DAYS[0], to: DAYS[3] },
    });
    expect(toAlertFrames(members, verdict)).toHaveLength(1);
    expect(toAlertFrames(members, { ...verdict, alertOn: "health" })).toHaveLength(2);
  });

  it("carries the exact finding beside the number", () => {
    const [frame] = toAlertFrames([finding(1)], query("value"));
    expect(frame?.meta?.custom).toEqual({ findingVersion: 1, findings: [finding(1)] });
  });
});

describe("toPanelFrames", () => {
  const two = [finding(0), finding(1, { status: "undetermined", value: null })];
  const other = finding(0, { statistic: "hellinger" });

  it("draws a frame per series in time order, unknown values as null", () => {
    const frames = toPanelFrames([...two, other], "series", []);
    expect(frames).toHaveLength(2);
    const field = (name: string) => frames[0]?.fields.find((candidate) => candidate.name === name);
    expect(field("time")?.values).toEqual([Date.parse(DAYS[0] ?? ""), Date.parse(DAYS[1] ?? "")]);
    expect(field("value")).toMatchObject({ labels: LABELS, values: [0.1, null] });
    expect(field("state")?.values).toEqual([0, null]);
    expect(field("status")?.values).toEqual(["ok", "undetermined"]);
    expect(frames[0]?.meta?.custom).toEqual({ findingVersion: 1, findings: two });
  });

  it("lists everything in one table, labels as columns", () => {
    const [frame, ...others] = toPanelFrames([...two, other], "table", []);
    expect(others).toEqual([]);
    const column = (name: string) => frame?.fields.find((candidate) => candidate.name === name)?.values;
    expect(column("statistic")).toEqual(["psi", "psi", "hellinger"]);
    expect(column("ml_stratum_origin")).toEqual(["JFK", "JFK", "JFK"]);
    expect(column("n")).toEqual([500, 500, 500]);
  });

  it("sends no frame for no findings, and notices once", () => {
    const notice = { severity: "warning", text: "careful" } as const;
    expect(toPanelFrames([], "series", [notice])).toEqual([]);
    const frames = toPanelFrames([finding(0), other], "series", [notice]);
    expect(frames.map((frame) => frame.meta?.notices)).toEqual([[notice], undefined]);
  });

  it("chooses the format by Grafana's queryType, else by the analysis", () => {
    expect(toPanelFormat("table", "drift")).toBe("table");
    expect(toPanelFormat("series", "verdict")).toBe("series");
    expect(toPanelFormat("", "drift")).toBe("series");
    expect(toPanelFormat("", "lift")).toBe("table");
  });
});
