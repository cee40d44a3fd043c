const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** Timers cannot wait longer than this (2^31 − 1 ms, 24 days). */
const MAX_TIMEOUT_MS = 2_147_483_647;

/**
 * The `grpc-timeout` header in milliseconds: up to eight digits and a unit. undefined where there is none or it is
 * malformed: the protocol gives no status for that, and a caller without a deadline is legal.
 */
export function parseGrpcTimeout(header: string | undefined): number | undefined {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header ?? "");
  const unit = match?.[2] === undefined ? undefined : UNIT_MS[match[2]];
  if (!match || unit === undefined) return undefined;
  return Math.min(Number(match[1]) * unit, MAX_TIMEOUT_MS);
}
