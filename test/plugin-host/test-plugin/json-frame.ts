import { BackendError, type Field, type FieldType, type Frame } from "@modelwatch/grafana-backend";

/** A field whose values are exact texts, as the Go host answers them: `"NaN"`, `"+Inf"`, nanoseconds since the epoch. */
export interface JsonField {
  readonly name: string;
  readonly type: FieldType;
  readonly nullable?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly config?: object;
  readonly values: readonly (string | null)[];
}

export interface JsonFrame {
  readonly name?: string;
  readonly refId?: string;
  readonly meta?: NonNullable<Frame["meta"]>;
  readonly fields: readonly JsonField[];
}

/** The frames that a query spells out. @throws BackendError `bad-request` for a type of field that there is not */
export function toFrames(frames: readonly JsonFrame[]): readonly Frame[] {
  return frames.map((frame) => ({ ...frame, fields: frame.fields.map(toField) }));
}

function toField(field: JsonField): Field {
  const parse = PARSERS[field.type];
  if (parse === undefined) throw new BackendError("bad-request", `there is no type of field ${field.type}`);
  const values = field.values.map((text) => (text === null ? null : parse(text)));
  // the parser of a type gives that type's values, which the compiler cannot follow through the record
  return { ...field, values } as Field;
}

const PARSERS: Readonly<Record<FieldType, (text: string) => unknown>> = {
  time: BigInt,
  float64: toNumber,
  float32: toNumber,
  int8: toNumber,
  int16: toNumber,
  int32: toNumber,
  int64: BigInt,
  uint8: toNumber,
  uint16: toNumber,
  uint32: toNumber,
  uint64: BigInt,
  enum: toNumber,
  string: (text) => text,
  boolean: (text) => text === "true",
  json: (text): unknown => JSON.parse(text),
};

/** Go writes infinities `+Inf` and `-Inf`. */
function toNumber(text: string): number {
  return Number(text.replace("Inf", "Infinity"));
}
