import { z } from "zod";
import { findingSchema } from "./finding.js";

/** `findings.json` of the demo and of reports. */
export const findingsFileSchema = z.strictObject({
  version: z.literal(1),
  generator: z.strictObject({ name: z.string(), version: z.string() }),
  range: z.strictObject({ from: z.string(), to: z.string(), timeZone: z.string() }),
  counts: z.record(z.string(), z.number()),
  findings: z.array(findingSchema),
});

export type FindingsFile = z.infer<typeof findingsFileSchema>;
