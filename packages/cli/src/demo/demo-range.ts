/** The demo's two stretches of time, in the airports' own time zone. Production starts on a Monday. */
export const DEMO_TIME_ZONE = "America/New_York";

export const TRAINING_RANGE = {
  from: "2013-01-01T00:00:00-05:00",
  to: "2013-04-01T00:00:00-04:00",
} as const;

export const PRODUCTION_RANGE = { from: TRAINING_RANGE.to, to: "2014-01-01T00:00:00-05:00" } as const;

export interface InstantRange {
  readonly from: string;
  readonly to: string;
}

/** Whether an instant lies in [from, to). */
export function isInRange(ms: number, { from, to }: InstantRange): boolean {
  return ms >= Date.parse(from) && ms < Date.parse(to);
}
