import { z } from "zod";
import { ANALYSES } from "./query.js";

export const FINDING_VERSION = 1;

/** `info` is a number that nobody has to act on; `missing` a member that should have reported and did not. */
export const STATUSES = ["ok", "info", "watch", "act", "undetermined", "missing"] as const;
export type Status = (typeof STATUSES)[number];

/** What an alert rule sees of a status; `undetermined` sends no number. */
export const STATUS_NUMBERS: Readonly<Partial<Record<Status, number>>> = { ok: 0, info: 0, watch: 1, act: 2 };

/** The closed set of reasons; the text beside a code says the numbers. */
export const REASON_CODES = [
  "within-tolerance",
  "drift-beyond-tolerance",
  "drift-not-evident",
  "loss-beyond-tolerance",
  "loss-within-tolerance",
  "effect-significant",
  "effect-not-significant",
  "broken-split",
  "simpson-reversal",
  "labels-immature",
  "too-few-rows",
  "no-reference",
  "layout-changed",
  "no-data",
  "not-applicable",
  "cannot-tell-without-labels",
  "assumes-calibrated-scores",
  "assumes-outcomes-as-before",
  "assumes-label-shift",
  "label-shift-refuted",
  "descriptive",
  "confounded",
  "never-detectable",
  "data-moved",
  "model-moved",
  "data-and-model-moved",
  // change
  "change-found",
  "change-not-found",
  "unit-changed",
  // outliers
  "tail-beyond-expected",
  "tail-within-expected",
  "unseen-categories",
  "invalid-beyond-expected",
  "invalid-within-expected",
  "volume-beyond-expected",
  "volume-within-expected",
  "rare-events",
  "stale",
  // evidence that cannot be had, or that is not asked for
  "members-refused",
  "learning",
  "reference-overlaps",
  "display-only",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

const finite = z.number();
const bound = finite.nullable();

export const findingSchema = z.strictObject({
  analysis: z.enum(ANALYSES),
  /** The monitor's id, for `verdict` and the members that it read. */
  monitor: z.string().optional(),
  subject: z.strictObject({
    model: z.string(),
    modelVersion: z.string().optional(),
    /** `prediction`, `outcome`, `inputs`, `feature:<name>`, `business:<name>`, `metric:<name>`. */
    target: z.string(),
    /** Wire attribute → value: strata, arms. Empty: overall. */
    labels: z.record(z.string(), z.string()),
  }),
  /** The statistic's id, `psi`, `auc`, `mean-difference`, … */
  statistic: z.string(),
  /** Unit of value, low and high; empty for a pure number. */
  unit: z.string(),
  window: z.strictObject({ from: z.string(), to: z.string(), timeZone: z.string() }),
  reference: z.strictObject({ kind: z.string(), id: z.string().optional(), n: finite }).nullable(),
  /** null: not known, the reason says why. */
  value: bound,
  /** The whole uncertainty: what buckets hide and what samples hide, together. */
  low: bound,
  high: bound,
  /** What the position inside buckets could change. */
  resolution: z.strictObject({ low: finite, high: finite }).nullable(),
  /** What other samples could change; `sequential` intervals may be read every minute. */
  sampling: z
    .strictObject({ low: finite, high: finite, level: finite, sequential: z.boolean(), method: z.string() })
    .nullable(),
  /** Rows in the window. */
  n: finite,
  /** On the scale of its kind; `log10` stays exact where value would overflow or underflow (value is clamped to 1e±300). */
  evidence: z
    .strictObject({ kind: z.enum(["e-value", "e-detector", "p-value"]), value: finite, log10: finite })
    .nullable(),
  /** On the evidence's scale where there is evidence, else on the value's. */
  threshold: bound,
  /** How far beyond (positive) or below the threshold, in units where 0 is the threshold. */
  margin: bound,
  status: z.enum(STATUSES),
  reason: z.strictObject({ code: z.enum(REASON_CODES), text: z.string() }),
  /** How good the window's counts are. */
  quality: z.array(
    z.enum(["exact", "extrapolated", "reset", "gap", "overflow", "late", "incomplete", "cohort-approximate"]),
  ),
  /** Analysis-specific facts (bucket contributions, parts, members, dates); documented in docs/findings.md. */
  details: z.record(z.string(), z.json()),
});

export type Finding = z.infer<typeof findingSchema>;
export type WindowQuality = Finding["quality"][number];
