import { STATUSES, type Finding, type Status } from "@modelwatch/conventions/query";

/** A stretch of time in which a monitor was in one state, `[from, to)`. */
export interface Stretch {
  readonly state: Status;
  readonly from: string;
  readonly to: string;
}

/** The states of a verdict over time; empty where it has none. */
export function timelineOf({ details }: Finding): Stretch[] {
  const timeline: readonly unknown[] = Array.isArray(details["timeline"]) ? details["timeline"] : [];
  return timeline.filter(isStretch);
}

function isStretch(value: unknown): value is Stretch {
  if (typeof value !== "object" || value === null) return false;
  const { state, from, to } = value as Partial<Record<keyof Stretch, unknown>>;
  return typeof from === "string" && typeof to === "string" && STATUSES.some((status) => status === state);
}
