import { expect, it } from "vitest";
import { parseGrpcTimeout } from "./timeout.js";

it.each([
  ["1H", 3_600_000],
  ["2M", 120_000],
  ["3S", 3_000],
  ["250m", 250],
  ["500000u", 500],
  ["99999999n", 99.999999],
  ["99999999H", 2_147_483_647],
  [undefined, undefined],
  ["", undefined],
  ["1", undefined],
  ["1s", undefined],
  ["-1S", undefined],
  ["123456789S", undefined],
])("%s is %s ms", (header, expected) => {
  const timeoutMs = parseGrpcTimeout(header);
  if (expected === undefined) expect(timeoutMs).toBeUndefined();
  else expect(timeoutMs).toBeCloseTo(expected, 9);
});
