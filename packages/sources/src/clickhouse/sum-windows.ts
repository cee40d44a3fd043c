import { buildWindowedSums } from "../build-windows.js";
import { compareLabels } from "../labels.js";
import type { WindowedSums, WindowsRequest } from "../source.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import type { Row } from "./client.js";
import { numbers } from "./columns.js";
import { tableSql } from "./context.js";
import type { ClickHouseContext } from "./context.js";
import { sumIncrements } from "./increments.js";
import { earliest, withReach } from "./reach.js";
import type { Reached } from "./reach.js";
import { sql } from "./sql.js";
import { EARLIEST_ORPHAN, WINDOW_FACTS, createWindowIndex, toLabels, toStart } from "./window-columns.js";

export function readSumWindows(
  context: ClickHouseContext,
  request: WindowsRequest,
  signal?: AbortSignal,
): Promise<readonly WindowedSums[]> {
  checkEdges(request.edges);
  const { lookBackMs } = context.settings;
  return withReach(request.edges[0] ?? 0, lookBackMs, (reachMs) =>
    readSums(context, request, reachMs, signal),
  );
}

/** Added in ascending order: floating-point sums then do not depend on threads or on the order of arrival. */
async function readSums(
  { client, settings }: ClickHouseContext,
  request: WindowsRequest,
  reachMs: number,
  signal: AbortSignal | undefined,
): Promise<Reached<readonly WindowedSums[]>> {
  const table = tableSql(settings, "sum");
  const landed = sumIncrements({ ...request, table, metrics: [request.metric], reachMs });
  const rows = await client.query(
    sql`SELECT labels, groupArray(toFloat64(edge)), groupArray(total), groupArray(flags), ${EARLIEST_ORPHAN}
    FROM (
      SELECT labels, edge, arraySum(arraySort(groupArray(amount))) AS total, ${WINDOW_FACTS}
      FROM (${landed}) GROUP BY labels, edge
    ) GROUP BY labels`,
    signal,
  );
  checkAnswerSize(rows.length * (request.edges.length - 1));
  const sums = rows.map((row) => toSums(request, row)).filter((group) => group.sums.some((sum) => sum !== 0));
  return {
    answer: sums.toSorted((a, b) => compareLabels(a.labels, b.labels)),
    earliestStartMs: earliest(rows.map((row) => toStart(row[4]))),
  };
}

function toSums({ groupBy, edges }: WindowsRequest, [labels, starts, totals, bits]: Row): WindowedSums {
  const sums = new Float64Array(edges.length - 1);
  const flags = new Uint8Array(edges.length - 1);
  const windowAt = createWindowIndex(edges);
  const [total, flag] = [numbers(totals), numbers(bits)];
  numbers(starts).forEach((start, i) => {
    sums[windowAt(start)] = total[i] ?? 0;
    flags[windowAt(start)] = flag[i] ?? 0;
  });
  return buildWindowedSums(toLabels(groupBy, labels), sums, flags);
}
