import { BackendError } from "../errors/backend-error.js";
import type { BigIntegerField, FloatField, SmallIntegerField } from "./field.js";

type NumberField = FloatField | SmallIntegerField;
type NumberArray =
  Float64Array | Float32Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

const ARRAY_TYPES = {
  float64: Float64Array,
  float32: Float32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  enum: Uint16Array,
} as const satisfies Record<NumberField["type"], unknown>;

/**
 * Floating-point and small integer values in the form that Arrow holds; 0 where there is no value. A typed array of the
 * field's type is taken as it is. @throws BackendError `internal` for an integer that is none or does not fit.
 */
export function toNumberValues(field: NumberField): NumberArray {
  const { values } = field;
  const ArrayType = ARRAY_TYPES[field.type];
  if (values instanceof ArrayType) return values;
  const column = new ArrayType(values.length);
  const isExact = field.type !== "float64" && field.type !== "float32";
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value == null) continue;
    column[row] = value;
    // a typed array wraps around and cuts off in silence
    if (isExact && column[row] !== value) throw misfit(field, value, row);
  }
  return column;
}

/** 64-bit integers; whole numbers and bigints may be mixed. @throws BackendError `internal`, as above. */
export function toBigIntegerValues(field: BigIntegerField): BigInt64Array | BigUint64Array {
  const { values } = field;
  const ArrayType = field.type === "int64" ? BigInt64Array : BigUint64Array;
  if (values instanceof ArrayType) return values;
  const column = new ArrayType(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value == null) continue;
    if (typeof value === "number" && !Number.isSafeInteger(value)) throw misfit(field, value, row);
    const integer = BigInt(value);
    column[row] = integer;
    if (column[row] !== integer) throw misfit(field, value, row);
  }
  return column;
}

function misfit(
  field: SmallIntegerField | BigIntegerField | FloatField,
  value: number | bigint,
  row: number,
): BackendError {
  const kind = field.type === "enum" ? "an enum index (uint16)" : `an ${field.type}`;
  return new BackendError("internal", `field ${field.name}, row ${row}: ${value} is not ${kind}`);
}
