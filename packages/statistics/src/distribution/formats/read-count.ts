import { ModelwatchError } from "@modelwatch/conventions/error";

/** A count as formats write it: JSON keeps 64-bit integers in strings, protobuf decoders give bigint. */
export type WrittenCount = number | bigint | string;

/** @throws ModelwatchError `invalid-argument` unless it is an integer from 0 to 2^53 − 1; `name` says which argument. */
export function readCount(written: WrittenCount, name: string): number {
  const isBlank = typeof written === "string" && written.trim() === "";
  const count = isBlank ? Number.NaN : Number(written);
  if (Number.isSafeInteger(count) && count >= 0) return count + 0;
  throw new ModelwatchError("invalid-argument", {
    problem: `${name} is ${JSON.stringify(String(written))}`,
    allowed: "an integer from 0 to 2^53 − 1",
    ...(Number.isFinite(count) && count > 0 && !Number.isInteger(count)
      ? { remedy: "ask the store for increments that are not extrapolated, or round them" }
      : {}),
  });
}

/** A number that a text may spell as `NaN`, `+Inf` or `-Inf`. @throws ModelwatchError `invalid-argument` for other text. */
export function readNumber(written: number | string, name: string): number {
  if (typeof written === "number") return written;
  const infinite = /^\s*([+-]?)inf(?:inity)?\s*$/iu.exec(written);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  const number = Number(written);
  if (written.trim() !== "" && (!Number.isNaN(number) || /^\s*nan\s*$/iu.test(written))) return number;
  throw new ModelwatchError("invalid-argument", {
    problem: `${name} is ${JSON.stringify(written)}`,
    allowed: "a number, NaN, +Inf or -Inf",
  });
}
