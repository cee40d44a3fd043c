import type { EnumConfig, FieldConfig } from "./field-config.js";

/** Label → value. Together with its name, a field's identity in alerts: keep out whatever changes. */
export type FieldLabels = Readonly<Record<string, string>>;

interface FieldOf<Type extends string, Values> {
  readonly type: Type;
  readonly name: string;
  readonly labels?: FieldLabels;
  readonly config?: FieldConfig;
  /** Default true. Where false, a null is refused when the frame is encoded. */
  readonly nullable?: boolean;
  /** One value a row. A typed array of the field's own type is sent as it is, without a loop. */
  readonly values: Values;
}

type Numbers = readonly (number | null)[];
type Integers = readonly (bigint | number | null)[];

/** Times as epoch milliseconds (number, fractions down to the nanosecond) or epoch nanoseconds (bigint): 1677 to 2262. */
export type TimeField = FieldOf<"time", Integers | Float64Array | BigInt64Array>;
/** NaN and ±∞ travel as they are; null is "no value". */
export type Float64Field = FieldOf<"float64", Numbers | Float64Array>;
/** Numbers are rounded to single precision. */
export type Float32Field = FieldOf<"float32", Numbers | Float32Array>;
export type Int8Field = FieldOf<"int8", Numbers | Int8Array>;
export type Int16Field = FieldOf<"int16", Numbers | Int16Array>;
export type Int32Field = FieldOf<"int32", Numbers | Int32Array>;
export type Int64Field = FieldOf<"int64", Integers | BigInt64Array>;
export type Uint8Field = FieldOf<"uint8", Numbers | Uint8Array>;
export type Uint16Field = FieldOf<"uint16", Numbers | Uint16Array>;
export type Uint32Field = FieldOf<"uint32", Numbers | Uint32Array>;
export type Uint64Field = FieldOf<"uint64", Integers | BigUint64Array>;
/** Indexes into the texts of the field's config. */
export interface EnumField extends FieldOf<"enum", Numbers | Uint16Array> {
  readonly config: FieldConfig & { readonly type: { readonly enum: EnumConfig } };
}
export type StringField = FieldOf<"string", readonly (string | null)[]>;
export type BooleanField = FieldOf<"boolean", readonly (boolean | null)[]>;
/** Each value any JSON; null and undefined are "no value". */
export type JsonField = FieldOf<"json", readonly unknown[]>;

export type FloatField = Float64Field | Float32Field;
export type SmallIntegerField =
  Int8Field | Int16Field | Int32Field | Uint8Field | Uint16Field | Uint32Field | EnumField;
export type BigIntegerField = Int64Field | Uint64Field;

/** One column of a frame: every type of field that Grafana's server reads. */
export type Field =
  TimeField | FloatField | SmallIntegerField | BigIntegerField | StringField | BooleanField | JsonField;
export type FieldType = Field["type"];
