import { Table, tableToIPC, type Column } from "@uwdata/flechette";
import { BackendError } from "../errors/backend-error.js";
import { toArrowColumn } from "./arrow-column.js";
import { frameRowCount, type Field, type FieldType, type Frame } from "./frame.js";

/** What Grafana's frontend calls the type. */
const TS_TYPES: Readonly<Record<FieldType, string>> = {
  time: "time",
  float64: "number",
  int64: "number",
  string: "string",
  boolean: "boolean",
  json: "other",
};

/**
 * A frame as an Arrow IPC *file*, the form that Grafana's server reads: name, refId and meta as metadata of the schema,
 * labels and config as metadata of each field, all as JSON.
 * @throws BackendError `internal` for an empty frame, fields of unequal length, or a null in a field that says it has none.
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
    const { type, column } = toArrowColumn(field);
    columns.push(column);
    return { name: field.name, type, nullable: field.nullable ?? true, metadata: toFieldMetadata(field) };
  });
  const metadata = new Map([
    ["name", frame.name ?? ""],
    ["refId", frame.refId ?? refId],
  ]);
  if (frame.meta) metadata.set("meta", JSON.stringify(frame.meta));
  const bytes = tableToIPC(new Table({ fields, metadata }, columns), { format: "file" });
  if (!bytes) throw new BackendError("internal", "the Arrow encoder returned no bytes");
  return bytes;
}

function toFieldMetadata(field: Field): Map<string, string> {
  const metadata = new Map([["tstype", TS_TYPES[field.type]]]);
  if (field.labels) metadata.set("labels", JSON.stringify(field.labels));
  if (field.config) metadata.set("config", JSON.stringify(field.config));
  return metadata;
}
