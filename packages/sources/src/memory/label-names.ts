import { attributeNames } from "../attribute-names.js";
import type { LabelNamesRequest } from "../source.js";
import { reportedSeries } from "./label-values.js";
import type { MemoryData } from "./memory-data.js";

export function readLabelNames(data: MemoryData, request: LabelNamesRequest): readonly string[] {
  return attributeNames(reportedSeries(data, request), request.prefix ?? "");
}
