import type { Finding, Query } from "@modelwatch/conventions/query";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import type { LabelledRows } from "./labelled-finding.js";
import { MEASURE_NAMES } from "./reason.js";

/** One finding without a number for each statistic that was asked for by name and is not among those `offered`. */
export function notApplicableFindings(
  query: Query,
  { labels, window, maturity }: LabelledRows,
  offered: readonly string[],
  why: string,
): Finding[] {
  const refused = (query.statistics ?? []).filter((id) => !offered.includes(id));
  return refused.map((id) =>
    createFinding(frameOf(query), {
      target: "outcome",
      labels,
      statistic: id,
      window,
      n: maturity.outcomes,
      status: "undetermined",
      reason: {
        code: "not-applicable",
        text: `${MEASURE_NAMES[id] ?? id} means nothing for this model: ${why}. Offered: ${offered.join(", ")}.`,
      },
    }),
  );
}
