import { attributeNames } from "../attribute-names.js";
import type { LabelNamesRequest } from "../source.js";
import { reportedSeries } from "./label-values.js";
import type { StoreSnapshot } from "./reader.js";

export async function readLabelNames(
  store: StoreSnapshot,
  request: LabelNamesRequest,
): Promise<readonly string[]> {
  return attributeNames(await reportedSeries(store, request), request.prefix ?? "");
}
