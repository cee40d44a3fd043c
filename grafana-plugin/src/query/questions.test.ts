import { ANALYSES, guardSchema, parseQuery } from "@modelwatch/conventions/query";
import { describe, expect, it } from "vitest";
import { describeQuery } from "./describe.js";
import { missingFields } from "./missing-fields.js";
import { DEFAULT_GUARD, DEFAULT_QUERY, toEditableQuery, type ModelwatchQuery } from "./model.js";
import { QUESTIONS, askQuestion } from "./questions.js";

const RANGE = { from: "2013-04-01T00:00:00Z", to: "2014-01-01T00:00:00Z" };
const EMPTY: ModelwatchQuery = { refId: "A" };

/** As the backend reads a saved query. */
function parseSaved(saved: ModelwatchQuery): ReturnType<typeof parseQuery> {
  const query: Record<string, unknown> = { ...saved, range: RANGE };
  delete query["refId"];
  return parseQuery(query);
}

/** A query in which everything that was missing has been chosen. */
function fillIn(query: ModelwatchQuery): ModelwatchQuery {
  const { subject, compare } = toEditableQuery(query);
  const target = "name" in subject.target ? { ...subject.target, name: "delay-minutes" } : subject.target;
  const filled = { ...query, subject: { ...subject, model: "flight-delay", target } };
  return compare ? { ...filled, compare: { ...compare, treated: "policy", control: "control" } } : filled;
}

describe("the questions", () => {
  it.each(QUESTIONS.map((question) => [question.label, question] as const))(
    "“%s” says what is missing, and parses once it is chosen",
    (_, question) => {
      const asked = askQuestion(EMPTY, question);
      expect(missingFields(asked)).toContain("a model");
      expect(describeQuery(asked)).toMatch(/^Choose a model/u);
      const filled = fillIn(asked);
      expect(missingFields(filled)).toEqual([]);
      expect(parseSaved(filled).analysis).toBe(question.analysis);
      expect(describeQuery(filled)).toContain("flight-delay");
      expect(describeQuery(filled)).toMatch(/\.$/u);
    },
  );

  it("keeps model, version and guard when another question is asked, and drops a comparison that does not fit", () => {
    const lift = fillIn(askQuestion(EMPTY, questionAt("lift")));
    const saved = {
      ...lift,
      guard: { tolerance: 0.1 },
      subject: { ...lift.subject, model: "m", modelVersion: "2" },
    };
    const drift = askQuestion(saved, questionAt("drift"));
    expect(drift).toMatchObject({ subject: { model: "m", modelVersion: "2" }, guard: { tolerance: 0.1 } });
    expect(drift).not.toHaveProperty("compare");
  });

  it("has defaults that the schema has", () => {
    const parsed = parseSaved({ ...EMPTY, subject: { model: "m" } });
    expect(parsed).toMatchObject({ ...DEFAULT_QUERY, subject: { ...DEFAULT_QUERY.subject, model: "m" } });
    expect(guardSchema.parse({})).toMatchObject(DEFAULT_GUARD);
  });
});

it.each(ANALYSES)("a saved query for %s is described, known to the editor or not", (analysis) => {
  const query = fillIn({ ...EMPTY, analysis, compare: { attribute: "ml.arm", treated: "", control: "" } });
  expect(describeQuery(query)).toContain("flight-delay");
});

it("a sentence names the reference, the version and the tolerance that the query has", () => {
  const text = describeQuery({
    ...EMPTY,
    subject: { model: "m", modelVersion: "7", target: { kind: "feature", name: "distance" } },
    reference: { kind: "previous" },
    window: { width: "1h", timeZone: "Europe/Oslo" },
    guard: { tolerance: 0 },
  });
  expect(text).toBe(
    "How far the feature “distance” of m 7 moved from the window before, every hour (Europe/Oslo); any drift counts.",
  );
});

function questionAt(analysis: string): (typeof QUESTIONS)[number] {
  const found = QUESTIONS.find((question) => question.analysis === analysis);
  if (found === undefined) throw new Error(`no question for ${analysis}`);
  return found;
}
