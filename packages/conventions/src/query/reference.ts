import { z } from "zod";
import { uploadedReferenceSchema } from "./uploaded-reference.js";

/** What each window is compared with. The tested window is never part of its own reference. */
export const referenceSchema = z.discriminatedUnion("kind", [
  /** The emitted `ml.reference.*` series; without an id, the one whose model version matches. */
  z.strictObject({ kind: z.literal("emitted"), id: z.string().min(1).optional() }),
  /** A fixed time range of the same series. */
  z.strictObject({
    kind: z.literal("range"),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  }),
  /** The window before each window. */
  z.strictObject({ kind: z.literal("previous") }),
  /** The same hours of the week in the weeks before each window. */
  z.strictObject({ kind: z.literal("season"), weeks: z.number().int().min(1).max(26).default(4) }),
  z.strictObject({ kind: z.literal("version"), modelVersion: z.string().min(1) }),
  z.strictObject({ kind: z.literal("arm"), arm: z.string().min(1) }),
  uploadedReferenceSchema,
]);
