import {
  Batch,
  Column,
  TimeUnit,
  binary,
  bool,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  timestamp,
  uint16,
  uint32,
  uint64,
  uint8,
  utf8,
  type DataType,
} from "@uwdata/flechette";
import { BackendError } from "../errors/backend-error.js";
import type { Field, FieldType } from "./field.js";
import { toBigIntegerValues, toNumberValues } from "./number-values.js";
import { toTextValues } from "./text-values.js";
import { toNanoseconds } from "./time-values.js";
import { ALL_VALID, toValidity } from "./validity.js";

/** The type that Grafana's server expects in the schema, by field type. */
export const ARROW_TYPES: Readonly<Record<FieldType, DataType>> = {
  time: timestamp(TimeUnit.NANOSECOND),
  float64: float64(),
  float32: float32(),
  int8: int8(),
  int16: int16(),
  int32: int32(),
  int64: int64(),
  uint8: uint8(),
  uint16: uint16(),
  uint32: uint32(),
  uint64: uint64(),
  enum: uint16(),
  string: utf8(),
  boolean: bool(),
  json: binary(),
};

/**
 * A field's values as one Arrow column.
 * @throws BackendError `internal` for a value that its type cannot hold, or a null where the field says that it has none.
 */
export function toArrowColumn(field: Field): Column<unknown> {
  // typed arrays have no nulls
  const validity = Array.isArray(field.values) ? toValidity(field.values) : ALL_VALID;
  if (validity.nullCount > 0 && field.nullable === false) {
    const row = field.values.findIndex((value: unknown) => value == null);
    throw new BackendError("internal", `field ${field.name} says it has no nulls, and row ${row} is null`);
  }
  const type = ARROW_TYPES[field.type];
  const length = field.values.length;
  return new Column([new Batch<unknown>({ type, length, ...validity, ...toBuffers(field) })], type);
}

function toBuffers(
  field: Field,
): Pick<Batch<unknown>, "values"> | Pick<Batch<unknown>, "values" | "offsets"> {
  switch (field.type) {
    case "time":
      return { values: field.values instanceof BigInt64Array ? field.values : toNanoseconds(field.values) };
    case "int64":
    case "uint64":
      return { values: toBigIntegerValues(field) };
    case "string":
      return toTextValues(field.values);
    case "boolean":
      return { values: toBits(field.values) };
    case "json":
      return toTextValues(field.values.map((value, row) => toJson(value, field.name, row)));
    case "float64":
    case "float32":
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
    case "enum":
    default:
      return { values: toNumberValues(field) };
  }
}

function toBits(values: readonly (boolean | null)[]): Uint8Array {
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let row = 0; row < values.length; row++) if (values[row]) bits[row >> 3]! |= 1 << (row & 7);
  return bits;
}

function toJson(value: unknown, name: string, row: number): string | null {
  if (value == null) return null;
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined)
    throw new BackendError("internal", `field ${name}, row ${row}: a ${typeof value} is not JSON`);
  return text;
}
