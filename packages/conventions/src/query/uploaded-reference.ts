import { z } from "zod";

/** Members of one uploaded reference. */
const MAX_MEMBERS = 200;
/** Cells of one member. */
const MAX_CELLS = 512;
/** Cells of all members together: about 200 kB of JSON, which a query carries with every request. */
const MAX_ALL_CELLS = 20_000;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** The member that it describes, as findings name it: `prediction`, `feature:<name>`, `metric:<name>`. */
const target = z.string().regex(/^(prediction|(feature|metric):.+)$/s, {
  message: "a member is prediction, feature:<name> or metric:<name>",
});
const counts = z.array(count).min(1).max(MAX_CELLS).refine(hasRows, { message: "all counts are 0" });

/** Buckets (bounds[i−1], bounds[i]], the first open below and the last above; one count more than bounds. */
const numericSchema = z
  .strictObject({
    target,
    bounds: z
      .array(z.number())
      .max(MAX_CELLS - 1)
      .refine(isAscending, { message: "bounds ascend strictly" }),
    counts,
    /** Exact sums of the values and of their squares, where known: means are then exact too. */
    sum: z.number().optional(),
    sumOfSquares: z.number().min(0).optional(),
  })
  .refine((own) => own.counts.length === own.bounds.length + 1, {
    path: ["counts"],
    message: "there is one count more than bounds",
  });

const categoricalSchema = z
  .strictObject({
    target,
    categories: z
      .array(z.string())
      .min(1)
      .max(MAX_CELLS)
      .refine((names) => new Set(names).size === names.length, { message: "a category is there twice" }),
    counts,
  })
  .refine((own) => own.counts.length === own.categories.length, {
    path: ["counts"],
    message: "there is one count for each category",
  });

export const uploadedMemberSchema = z.union([numericSchema, categoricalSchema]);

/** One member of an uploaded reference: numeric buckets, or categories. */
export type UploadedMember = z.infer<typeof uploadedMemberSchema>;

/** A reference that travels inside the query. */
export const uploadedReferenceSchema = z.strictObject({
  kind: z.literal("distribution"),
  id: z.string().min(1).optional(),
  members: z
    .array(uploadedMemberSchema)
    .min(1)
    .max(MAX_MEMBERS)
    .refine((members) => new Set(members.map((member) => member.target)).size === members.length, {
      message: "a member is there twice",
    })
    .refine((members) => members.reduce((sum, member) => sum + member.counts.length, 0) <= MAX_ALL_CELLS, {
      message: `more than ${MAX_ALL_CELLS} cells: upload fewer buckets, or emit the reference as series`,
    }),
});

function hasRows(values: readonly number[]): boolean {
  return values.some((value) => value > 0);
}

function isAscending(bounds: readonly number[]): boolean {
  return bounds.every((bound, i) => i === 0 || bound > bounds[i - 1]!);
}
