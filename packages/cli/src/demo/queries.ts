import { ATTR_ARM, toStratumAttribute } from "@modelwatch/conventions";
import {
  parseMonitor,
  parseQuery,
  type Monitor,
  type Query,
  type QueryInput,
} from "@modelwatch/conventions/query";
import { DEMO_TIME_ZONE, PRODUCTION_RANGE } from "./demo-range.js";
import {
  ARM_CONTROL,
  ARM_TREATED,
  BUSINESS_METRIC,
  MODEL_NAME,
  MODEL_VERSION,
} from "./model/flight-model.js";
import { POLICY } from "./replay/policy.js";

/** What the demo asks the store, each by its name in the progress and the report. */
export interface DemoQuery {
  readonly name: string;
  readonly query: Query;
}

/** Who is called, how sure an alarm must be, and what does not matter: one document per model. */
export const FLIGHT_MONITOR: Monitor = parseMonitor({
  id: "flight-delay",
  model: MODEL_NAME,
  window: { width: "1d", timeZone: DEMO_TIME_ZONE },
  anchor: PRODUCTION_RANGE.from,
  guard: { budgetDays: 90, tolerance: 0.05, lossTolerance: 0.01 },
});

const SUBJECT = { model: MODEL_NAME, modelVersion: MODEL_VERSION };
const BY_ORIGIN = { strata: ["origin"] };

/** Every question that the report answers, over the whole of production. */
export const DEMO_QUERIES: readonly DemoQuery[] = [
  ask("verdict", { analysis: "verdict", subject: SUBJECT, window: window("1d"), monitor: FLIGHT_MONITOR.id }),
  ask("drift by week", {
    analysis: "drift",
    subject: { ...SUBJECT, target: { kind: "inputs" } },
    window: window("1w"),
  }),
  ask("when each input changed", {
    analysis: "change",
    subject: { ...SUBJECT, target: { kind: "inputs" } },
    window: window("1d"),
    monitor: FLIGHT_MONITOR.id,
  }),
  ask("performance by month", {
    analysis: "performance",
    subject: { ...SUBJECT, target: { kind: "outcome" } },
    window: window("1mo"),
  }),
  ask("data or model, by month", {
    analysis: "decompose",
    subject: { ...SUBJECT, target: { kind: "outcome" } },
    window: window("1mo"),
  }),
  ask("what the policy is worth", {
    analysis: "lift",
    subject: { ...SUBJECT, target: { kind: "business", name: BUSINESS_METRIC } },
    window: window("range"),
    compare: {
      attribute: ATTR_ARM,
      treated: ARM_TREATED,
      control: ARM_CONTROL,
      treatedShare: POLICY.treatedShare,
    },
    ...BY_ORIGIN,
  }),
  ask("two carriers, pooled and by origin", {
    analysis: "lift",
    subject: { ...SUBJECT, target: { kind: "outcome" } },
    window: window("range"),
    compare: { attribute: toStratumAttribute("carrier"), treated: "9E", control: "WN" },
    ...BY_ORIGIN,
  }),
];

type Width = NonNullable<QueryInput["window"]>["width"];

function window(width: Width): QueryInput["window"] {
  return { width, timeZone: DEMO_TIME_ZONE };
}

function ask(name: string, query: Omit<QueryInput, "range">): DemoQuery {
  return { name, query: parseQuery({ ...query, range: PRODUCTION_RANGE }) };
}
