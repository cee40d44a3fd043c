import { z } from "zod";
import { guardSchema } from "./guard.js";
import { referenceSchema } from "./reference.js";
import { windowSchema } from "./window.js";

/** The current version of the query. Older ones are migrated by `parseQuery`; newer ones are refused with a sentence. */
export const QUERY_VERSION = 1;

export const ANALYSES = [
  "drift",
  "lift",
  "change",
  "performance",
  "decompose",
  "outliers",
  "verdict",
  "plan",
  "distribution",
] as const;
export type Analysis = (typeof ANALYSES)[number];

/** A condition on one attribute. Names are the wire's (`ml.stratum.origin`); each source translates them. */
export const matcherSchema = z.strictObject({
  attribute: z.string().min(1),
  operator: z.enum(["=", "!=", "=~", "!~"]).default("="),
  value: z.string(),
});

/** What is looked at. `inputs` is the score and every feature of the model. */
export const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("inputs") }),
  z.strictObject({ kind: z.literal("prediction") }),
  z.strictObject({ kind: z.literal("feature"), name: z.string().min(1) }),
  z.strictObject({ kind: z.literal("outcome") }),
  z.strictObject({
    kind: z.literal("business"),
    name: z.string().min(1),
    /** A ratio metric: Σ of `name` per Σ of this other business metric (revenue per visit). */
    per: z.string().min(1).optional(),
  }),
  /** Any histogram metric of the store, by its own name. */
  z.strictObject({ kind: z.literal("metric"), name: z.string().min(1), unit: z.string().optional() }),
]);
export type Target = z.infer<typeof targetSchema>;

export const subjectSchema = z.strictObject({
  model: z.string().min(1),
  /** All versions where absent. */
  modelVersion: z.string().min(1).optional(),
  target: targetSchema.default({ kind: "inputs" }),
  matchers: z.array(matcherSchema).max(50).default([]),
});

/** Two groups to compare: the values of one attribute. */
export const compareSchema = z.strictObject({
  attribute: z.string().min(1),
  treated: z.string(),
  control: z.string(),
  /** Designed share of the treated, for the sample-ratio check; absent: the groups were not assigned by design. */
  treatedShare: z.number().gt(0).lt(1).optional(),
});

export const querySchema = z.strictObject({
  version: z.literal(QUERY_VERSION).default(QUERY_VERSION),
  analysis: z.enum(ANALYSES).default("drift"),
  subject: subjectSchema,
  window: windowSchema.default({ width: "1d", timeZone: "UTC" }),
  /** Epoch-free ISO 8601 instants, `from` inclusive, `to` exclusive. Panels fill them from the dashboard's range. */
  range: z.strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) }),
  reference: referenceSchema.default({ kind: "emitted" }),
  /** Names of declared strata: lift and performance are also given by each, and adjusted for them. */
  strata: z.array(z.string().min(1)).max(3).default([]),
  compare: compareSchema.optional(),
  guard: guardSchema.default(() => guardSchema.parse({})),
  /** Statistics to report, by id; absent: the analysis' own choice. */
  statistics: z.array(z.string().min(1)).max(50).optional(),
  /** The monitor that this query reads, for `verdict`. */
  monitor: z.string().min(1).optional(),
  /** Which number an alert rule gets. */
  alertOn: z.enum(["value", "margin", "evidence", "state", "health"]).default("state"),
});

/** A query with every default filled in. */
export type Query = z.infer<typeof querySchema>;
/** A query as people write it. */
export type QueryInput = z.input<typeof querySchema>;
