import { z } from "zod";
import { guardSchema } from "./guard.js";
import { referenceSchema } from "./reference.js";
import { windowSchema } from "./window.js";

const episodeSchema = z.tuple([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true })]);

/**
 * A monitor is a document: which model is expected to report, against which reference, with which false-alarm budget, and
 * who is called. It is identified by the model, never by a version, pod or rule. Two monitors are two budgets.
 */
export const monitorSchema = z.strictObject({
  version: z.literal(1).default(1),
  id: z.string().min(1),
  model: z.string().min(1),
  modelVersion: z.string().min(1).optional(),
  reference: referenceSchema.default({ kind: "emitted" }),
  window: windowSchema.default({ width: "1d", timeZone: "UTC" }),
  /** Evidence starts to count here and is never restarted by a panel's range. */
  anchor: z.iso.datetime({ offset: true }),
  /** Windows of this many days before the anchor are history: residuals learn from them, and nothing is bet on them. */
  historyDays: z.number().min(0).max(366).default(14),
  strata: z.array(z.string().min(1)).max(3).default([]),
  guard: guardSchema.default(() => guardSchema.parse({})),
  /** Features that are expected to move (a calendar, a growing id) and take no part. */
  ignoredFeatures: z.array(z.string().min(1)).default([]),
  /** An alarm clears when its evidence has stayed below its recovery level this long. */
  recoveryDays: z.number().positive().default(14),
  owner: z.string().optional(),
  runbook: z.string().optional(),
  /** Known episodes, left out of evidence. */
  excluded: z.array(episodeSchema).default([]),
});

export type Monitor = z.infer<typeof monitorSchema>;
export type MonitorInput = z.input<typeof monitorSchema>;
