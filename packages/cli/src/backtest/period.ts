import { ModelwatchError } from "@modelwatch/conventions";
import { InvalidArgumentError } from "commander";

/** A stretch of time that someone marked. */
export interface Period {
  readonly fromMs: number;
  /** Exclusive; absent: its end is not known. */
  readonly toMs?: number;
}

/** A stretch with both ends. */
export type ClosedPeriod = Required<Period>;

const FORM = "FROM or FROM/TO, instants like 2026-03-01T00:00:00Z";

/** `FROM[/TO]`, collected over a repeated option. @throws InvalidArgumentError that commander prints. */
export function collectPeriod(text: string, before: readonly Period[]): Period[] {
  const [from = "", to, ...more] = text.split("/");
  const fromMs = instantOf(from);
  if (more.length > 0) throw new InvalidArgumentError(`It must be ${FORM}.`);
  if (to === undefined) return [...before, { fromMs }];
  const toMs = instantOf(to);
  if (toMs <= fromMs) throw new InvalidArgumentError("It must end after it begins.");
  return [...before, { fromMs, toMs }];
}

/** An instant with its offset, in ms. @throws InvalidArgumentError that commander prints. */
export function instantOf(text: string): number {
  const hasOffset = /(Z|[+-]\d{2}:\d{2})$/.test(text.trim());
  const ms = Date.parse(text);
  if (hasOffset && Number.isFinite(ms)) return ms;
  throw new InvalidArgumentError(`"${text}" is no instant with an offset; it must be ${FORM}.`);
}

/** @throws ModelwatchError `invalid-argument` for a quiet period without an end. */
export function closedPeriods(periods: readonly Period[]): ClosedPeriod[] {
  return periods.map(({ fromMs, toMs }) => {
    if (toMs !== undefined) return { fromMs, toMs };
    throw new ModelwatchError("invalid-argument", {
      problem: "a quiet period has no end",
      allowed: "--quiet FROM/TO",
    });
  });
}
