import {
  TimeUnit,
  binary,
  bool,
  columnFromArray,
  float64,
  int64,
  timestamp,
  utf8,
  type Column,
  type DataType,
} from "@uwdata/flechette";
import { BackendError } from "../errors/backend-error.js";
import type { Field, TimeField } from "./frame.js";

export interface ArrowColumn {
  /** The type that the schema declares; times are built as 64-bit integers, which have the same layout. */
  readonly type: DataType;
  readonly column: Column<unknown>;
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000;

/** A field's values as one Arrow column. Nulls are refused where the field says that it has none. */
export function toArrowColumn(field: Field): ArrowColumn {
  if (field.nullable === false) refuseNulls(field);
  switch (field.type) {
    case "time":
      return {
        type: timestamp(TimeUnit.NANOSECOND),
        column: columnFromArray(toNanoseconds(field.values), int64()),
      };
    case "float64":
      // a Float64Array is taken as it is, without a copy
      return field.values instanceof Float64Array
        ? { type: float64(), column: columnFromArray(field.values) }
        : { type: float64(), column: columnFromArray([...field.values], float64()) };
    case "int64":
      return { type: int64(), column: columnFromArray(toBigints(field.values), int64()) };
    case "string":
      return { type: utf8(), column: columnFromArray([...field.values], utf8()) };
    case "boolean":
      return { type: bool(), column: columnFromArray([...field.values], bool()) };
    case "json":
    default:
      return { type: binary(), column: columnFromArray(field.values.map(toJsonBytes), binary()) };
  }
}

function refuseNulls(field: Field): void {
  for (let row = 0; row < field.values.length; row++) {
    if (field.values[row] == null) {
      throw new BackendError("internal", `field ${field.name} says it has no nulls, and row ${row} is null`);
    }
  }
}

function toNanoseconds(values: TimeField["values"]): (bigint | null)[] {
  return Array.from<number | bigint | null, bigint | null>(values, (value) => {
    const nanoseconds = typeof value === "number" ? fromMilliseconds(value) : value;
    // Arrow's 64 bits would wrap around in silence
    if (nanoseconds !== null && BigInt.asIntN(64, nanoseconds) !== nanoseconds) throw outOfRange(value);
    return nanoseconds;
  });
}

function fromMilliseconds(value: number): bigint {
  if (!Number.isFinite(value)) throw outOfRange(value);
  // whole and fractional milliseconds apart: an epoch in nanoseconds has more digits than a double
  const whole = Math.floor(value);
  const rest = Math.round((value - whole) * NANOSECONDS_PER_MILLISECOND);
  return BigInt(whole) * BigInt(NANOSECONDS_PER_MILLISECOND) + BigInt(rest);
}

function outOfRange(value: unknown): BackendError {
  return new BackendError("internal", `the time ${String(value)} is outside the years 1677 to 2262`);
}

function toBigints(values: readonly (bigint | number | null)[] | BigInt64Array): (bigint | null)[] {
  return Array.from<bigint | number | null, bigint | null>(values, (value) =>
    typeof value === "number" ? BigInt(value) : value,
  );
}

const utf8Encoder = new TextEncoder();

function toJsonBytes(value: unknown): Uint8Array | null {
  return value == null ? null : utf8Encoder.encode(JSON.stringify(value));
}
