import type { DistributionWindows } from "@modelwatch/statistics";
import { REFERENCE_DAYS, windowsPerDay, type Width } from "../engine/monitor-plan.js";
import { adwinDetections } from "./adwin-practice.js";
import { WINDOW_PRACTICES } from "./window-practices.js";

/** Windows of a feature at every width, from one stream. */
export type Windows = Readonly<Record<Width, DistributionWindows>>;

const ADWIN = { id: "adwin", title: "ADWIN, 5-minute means" };

/** What people use today, as the table shows it. */
export const PRACTICES: readonly { readonly id: string; readonly title: string }[] = [
  ...WINDOW_PRACTICES,
  ADWIN,
];

/** Hours under watch at whose end a practice flagged a feature, ascending; null: not for such a feature. */
export function flaggedHours(practice: string, windows: Windows, seed: number): readonly number[] | null {
  if (practice === ADWIN.id) {
    const detections = adwinDetections(windows[5], REFERENCE_DAYS * windowsPerDay(5));
    return detections?.map((window) => (window + 1) / 12) ?? null;
  }
  const flag = WINDOW_PRACTICES.find(({ id }) => id === practice)?.flag;
  const flags = flag?.(windows[60], REFERENCE_DAYS * 24, seed);
  if (flags === undefined || flags === null) return null;
  return Array.from(flags.keys())
    .filter((hour) => flags[hour] === 1)
    .map((hour) => hour + 1);
}
