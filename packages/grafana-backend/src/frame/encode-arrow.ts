import { Table, tableToIPC, type Column } from "@uwdata/flechette";
import { BackendError } from "../errors/backend-error.js";
import { ARROW_TYPES, toArrowColumn } from "./arrow-column.js";
import type { Field, FieldType } from "./field.js";
import { frameRowCount, type Frame } from "./frame.js";

/** What Grafana calls the type; its server tells an enum from a uint16 by it. */
const TS_TYPES: Readonly<Record<FieldType, string>> = {
  time: "time",
  float64: "number",
  float32: "number",
  int8: "number",
  int16: "number",
  int32: "number",
  int64: "number",
  uint8: "number",
  uint16: "number",
  uint32: "number",
  uint64: "number",
  enum: "enum",
  string: "string",
  boolean: "boolean",
  json: "other",
};

/**
 * A frame as an Arrow IPC *file*, the form that Grafana's server reads: name, refId and meta as metadata of the schema,
 * labels and config as metadata of each field, all as JSON.
 * @throws BackendError `internal` for an empty frame, fields of unequal length, a value that its field's type cannot hold, or
 * metadata that Grafana would refuse together with the whole answer.
 */
export function encodeFrame(frame: Frame, refId: string): Uint8Array {
  const rows = frameRowCount(frame);
  // Grafana takes an empty frame for data: reduce and threshold then see NaN, and an alert fires.
  if (rows === 0)
    throw new BackendError("internal", "an empty frame must not be sent; send no frame instead");
  const columns: Column<unknown>[] = [];
  const fields = frame.fields.map((field) => {
    if (field.values.length !== rows) {
      throw new BackendError(
        "internal",
        `field ${field.name} has ${field.values.length} rows, the frame has ${rows}`,
      );
    }
    columns.push(toArrowColumn(field));
    return {
      name: field.name,
      type: ARROW_TYPES[field.type],
      nullable: field.nullable ?? true,
      metadata: toFieldMetadata(field),
    };
  });
  const bytes = tableToIPC(new Table({ fields, metadata: toFrameMetadata(frame, refId) }, columns), {
    format: "file",
  });
  if (!bytes) throw new BackendError("internal", "the Arrow encoder returned no bytes");
  return bytes;
}

function toFrameMetadata({ name = "", refId, meta }: Frame, queryRefId: string): Map<string, string> {
  const metadata = new Map([
    ["name", name],
    ["refId", refId ?? queryRefId],
  ]);
  if (meta) {
    for (const part of meta.typeVersion ?? []) refuseUnlessCount("meta.typeVersion", part);
    for (const index of meta.uniqueRowIdFields ?? []) refuseUnlessCount("meta.uniqueRowIdFields", index);
    metadata.set("meta", JSON.stringify(meta));
  }
  return metadata;
}

function toFieldMetadata(field: Field): Map<string, string> {
  const metadata = new Map([["tstype", TS_TYPES[field.type]]]);
  if (field.labels) metadata.set("labels", JSON.stringify(field.labels));
  if (field.config) {
    refuseUnlessCount(`field ${field.name}, config.decimals`, field.config.decimals ?? 0);
    metadata.set("config", JSON.stringify(field.config));
  }
  return metadata;
}

/** Grafana reads these into unsigned integers, and drops the answers of all queries where one does not fit. */
function refuseUnlessCount(what: string, value: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return;
  throw new BackendError("internal", `${what} is ${value}; it must be a whole number from 0 to 65535`);
}
