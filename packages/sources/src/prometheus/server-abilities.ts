import { ModelwatchError } from "@modelwatch/conventions";
import type { PrometheusClient } from "./http-client.js";
import type { Spelling } from "./names.js";
import type { PrometheusSettings } from "./settings.js";

/**
 * How the server can say what a counter did in a window:
 * - `anchored`: `increase(x[w] anchored)`, differences of stored values (Prometheus ≥ 3.16);
 * - `pure`: `increase_pure(x[w])`, the same, and a series' first sample counts whole (VictoriaMetrics);
 * - `extrapolated`: `increase(x[w])`, stretched to the window's edges (every PromQL);
 * - `summed`: `sum_over_time(x[w])`, where the store holds increments in place of counters, which it does not tell.
 */
export type IncrementsForm = "anchored" | "pure" | "extrapolated" | "summed";

export interface ServerAbilities {
  readonly increments: IncrementsForm;
  /** It understands VictoriaMetrics' MetricsQL. */
  readonly metricsQl: boolean;
  /** The spellings of names that are looked for. */
  readonly spellings: readonly Spelling[];
}

/** Whether increments are stored values or differences of them: integers that were counted. */
export function countsExactly(form: IncrementsForm): boolean {
  return form !== "extrapolated";
}

/** A selector of nothing: what is asked is whether the server understands the rest of the expression. */
const NOTHING = '{__name__="modelwatch_probe"}[1m]';

/** What the server can do, found out by asking it for nothing in each form. */
export async function readAbilities(
  client: PrometheusClient,
  settings: PrometheusSettings,
): Promise<ServerAbilities> {
  const [anchored, pure, utf8] = await Promise.all([
    understands(client, `increase(${NOTHING} anchored)`),
    understands(client, `increase_pure(${NOTHING})`),
    understands(client, '{__name__="modelwatch_probe","modelwatch.probe"="x"}'),
  ]);
  const exact = anchored ? "anchored" : pure ? "pure" : "extrapolated";
  // what knows MetricsQL takes OTLP in its own way
  const processes: readonly Spelling["process"][] = pure ? ["kept", "job-instance"] : ["job-instance"];
  return {
    increments: settings.increments === "auto" ? exact : settings.increments,
    metricsQl: pure,
    spellings: toNames(settings.names, utf8).flatMap((names) =>
      processes.map((process) => ({ names, process })),
    ),
  };
}

async function understands(client: PrometheusClient, query: string): Promise<boolean> {
  try {
    await client.get("/api/v1/query", { query });
    return true;
  } catch (error) {
    // a refusal is an answer (and a login page refuses the question itself too); every other failure is the caller's to hear
    if (error instanceof ModelwatchError && error.code === "bad-response") return false;
    throw error;
  }
}

function toNames(names: PrometheusSettings["names"], knowsUtf8: boolean): readonly Spelling["names"][] {
  if (names !== "auto") return [names];
  return knowsUtf8 ? ["underscores", "utf-8"] : ["underscores"];
}
