import { compareText } from "../labels.js";
import type { LabelNamesRequest } from "../source.js";
import { textValue } from "./columns.js";
import type { ClickHouseContext } from "./context.js";
import { distinctInRange } from "./label-values.js";
import { sql, text } from "./sql.js";

export async function readLabelNames(
  context: ClickHouseContext,
  { prefix = "", ...request }: LabelNamesRequest,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const carried = sql`arrayJoin(mapKeys(mapFilter(
      (name, value) -> value != '' AND startsWith(name, ${text(prefix)}), mapUpdate(ResourceAttributes, Attributes)
    )))`;
  const rows = await context.client.query(distinctInRange(context, carried, request), signal);
  return rows.map(([name]) => textValue(name)).sort(compareText);
}
