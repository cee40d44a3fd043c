import { z } from "zod";

/** `range` is one window; `adaptive` is one window per member: the longest newest stretch without a change inside it. */
export const WINDOW_WIDTHS = ["5m", "1h", "1d", "1w", "1mo", "range", "adaptive"] as const;

/** Where windows may begin. */
export const WINDOW_STEPS = ["5m", "1h", "1d", "1w"] as const;

const STEP_ORDER = ["5m", "1h", "1d", "1w", "1mo"] as const;

/**
 * Windows are `[start, end)`, aligned to the epoch's Monday, day, hour … of the named time zone, so that a panel, an alert rule
 * and a replay ask for the same ones.
 */
export const windowSchema = z
  .strictObject({
    width: z.enum(WINDOW_WIDTHS).default("1d"),
    timeZone: z.string().min(1).default("UTC"),
    /**
     * Absent: windows follow each other. Given: a window of `width` ends at each multiple of `step` (they overlap, are for
     * display, and never evidence); with `adaptive`, the resolution at which a window may begin.
     */
    step: z.enum(WINDOW_STEPS).optional(),
  })
  .refine(({ width, step }) => step === undefined || canSlide(width, step), {
    path: ["step"],
    message:
      "a step is shorter than its window, and a range has none: leave step out, or choose a wider window",
  });

function canSlide(width: (typeof WINDOW_WIDTHS)[number], step: (typeof WINDOW_STEPS)[number]): boolean {
  if (width === "adaptive") return true;
  return width !== "range" && STEP_ORDER.indexOf(step) < STEP_ORDER.indexOf(width);
}
