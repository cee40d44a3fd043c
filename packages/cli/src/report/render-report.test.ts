import {
  findingSchema,
  findingsFileSchema,
  type Finding,
  type FindingsFile,
} from "@modelwatch/conventions/query";
import { beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "./render-report.js";
import type { ReportStory } from "./story.js";

const HOSTILE = `<script>alert("x")</script> & 'quoted'`;

const STORY: ReportStory = {
  title: HOSTILE,
  introduction: HOSTILE,
  policy: { label: "policy", description: HOSTILE, simulatedEffect: -2 },
  notes: [HOSTILE],
  source: HOSTILE,
};

const BLANK: Finding = findingSchema.parse({
  analysis: "drift",
  subject: { model: "m", target: "prediction", labels: {} },
  statistic: "hellinger",
  unit: "",
  window: {
    from: "2013-04-01T00:00:00-04:00",
    to: "2013-05-01T00:00:00-04:00",
    timeZone: "America/New_York",
  },
  reference: null,
  value: null,
  low: null,
  high: null,
  resolution: null,
  sampling: null,
  n: 0,
  evidence: null,
  threshold: null,
  margin: null,
  status: "undetermined",
  reason: { code: "too-few-rows", text: HOSTILE },
  quality: [],
  details: {},
});

function finding(
  change: Partial<Finding>,
  target = "prediction",
  labels: Record<string, string> = {},
): Finding {
  return findingSchema.parse({ ...BLANK, ...change, subject: { ...BLANK.subject, target, labels } });
}

function fileOf(findings: readonly Finding[]): FindingsFile {
  return findingsFileSchema.parse({
    version: 1,
    generator: { name: "test", version: "0" },
    range: { from: BLANK.window.from, to: "2014-01-01T00:00:00-05:00", timeZone: "America/New_York" },
    counts: { predictions: 1234, outcomes: 1200, "feature:hour": 1234, "invalid:hour": 0 },
    findings,
  });
}

/** One finding of every kind, with numbers. */
const KNOWN = fileOf([
  finding({
    analysis: "verdict",
    monitor: "m",
    statistic: "brier",
    value: 0.21,
    low: 0.2,
    high: 0.22,
    evidence: { kind: "e-detector", value: 400, log10: 2.6 },
    threshold: 90,
    status: "act",
    details: {
      loss: { limit: 0.19 },
      firstAct: "2013-05-14T00:00:00-04:00",
      firstWatch: "2013-04-15T00:00:00-04:00",
      action: "recalibrate",
      culprits: [{ member: "feature:temp", log10: 12, changed: "2013-04-09T00:00:00-04:00" }],
      timeline: [{ state: "act", from: "2013-05-14T00:00:00-04:00", to: "2014-01-01T00:00:00-05:00" }],
    },
  }),
  finding({
    value: 0.3,
    n: 500,
    status: "watch",
    evidence: { kind: "e-value", value: 1e300, log10: 812 },
    details: { tolerance: 0.05 },
  }),
  finding({ value: null, status: "missing" }, HOSTILE),
  finding(
    {
      analysis: "change",
      statistic: "change-date",
      status: "info",
      reason: { code: "change-found", text: HOSTILE },
      details: {
        kind: "tail",
        changed: "2013-09-03T00:00:00-04:00",
        earliest: "2013-08-26T00:00:00-04:00",
        latest: "2013-09-06T00:00:00-04:00",
      },
    },
    "feature:seats",
  ),
  ...["auc", "brier", "calibration-gap"].map((statistic) =>
    finding(
      {
        analysis: "performance",
        statistic,
        value: 0.2,
        low: 0.1,
        high: 0.3,
        n: 500,
        details: { meanScore: 0.1, outcomeRate: 0.3 },
      },
      "outcome",
    ),
  ),
  ...["loss-change", "loss-change-score-mix", "loss-change-outcome-given-score"].map((statistic) =>
    finding(
      {
        analysis: "decompose",
        statistic,
        value: 0.05,
        low: 0.01,
        high: 0.09,
        reason: { code: "model-moved", text: "" },
      },
      "outcome",
    ),
  ),
  ...[{}, { "ml.stratum.origin": HOSTILE }].map((labels) =>
    finding(
      {
        analysis: "lift",
        statistic: "mean-difference",
        unit: "minutes",
        value: -1.9,
        low: -2.4,
        high: -1.4,
        n: 900,
      },
      "business:delay",
      labels,
    ),
  ),
  finding(
    {
      analysis: "lift",
      statistic: "mean-difference",
      value: -0.01,
      low: -0.02,
      high: 0.01,
      reason: { code: "simpson-reversal", text: "" },
    },
    "outcome",
  ),
]);

describe("the report", () => {
  let html: string;
  beforeAll(() => void (html = renderReport(KNOWN, STORY)));

  it("answers in the words of whoever owns the business", () => {
    expect(html).toContain("Yes, on May 14, 2013");
    expect(html).toContain("−1.9 minutes per flight");
    expect(html).toContain("its true effect is −2.0, inside the interval");
    expect(html).toContain("Mostly the model");
    expect(html).toContain("August 26, 2013 and September 6, 2013");
    expect(html).toContain("only the tails changed");
  });

  it("escapes every text, in the page and in its charts", () => {
    expect(html).not.toContain("<script");
    expect(html.split("&lt;script").length - 1).toBeGreaterThan(10);
    expect(html).toMatch(/<text[^>]*>&lt;script&gt;/);
  });

  it("needs no script, no font and no other address", () => {
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object)\b/);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).not.toMatch(/url\((?!#)|@import/);
    const addresses = html.match(/https?:\/\/[^"\s<]+/g) ?? [];
    expect([...new Set(addresses)].filter((address) => !address.startsWith("http://www.w3.org/"))).toEqual(
      [],
    );
  });

  it("gives every chart a title and a text, and no two elements one id", () => {
    const figures = html.match(/<figure[^>]*>/g) ?? [];
    expect(figures.length).toBe(7);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const figure of figures) {
      for (const [, id] of figure.matchAll(/aria-(?:labelledby|describedby)="([^"]+)"/g))
        expect(ids).toContain(id);
    }
  });

  it("is the same page for the same findings", () => {
    expect(renderReport(KNOWN, STORY)).toBe(html);
  });

  it("says that nobody can tell where nothing is known, and never NaN", () => {
    const unknown = renderReport(
      fileOf([
        finding({ analysis: "verdict" }),
        finding({}),
        finding({ analysis: "lift", statistic: "mean-difference" }, "business:delay"),
      ]),
      STORY,
    );
    expect(unknown).toContain("Nobody can tell");
    for (const page of [html, unknown, renderReport(fileOf([]), STORY)])
      expect(page).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});
