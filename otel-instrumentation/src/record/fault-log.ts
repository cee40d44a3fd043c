import { diag } from "@opentelemetry/api";
import { ATTR_DROPPED_REASON, METRIC_DROPPED } from "@modelwatch/conventions";
import type { ModelDefinition } from "../model/model-definition.js";
import { CounterBlock } from "./counter-block.js";
import { FAULT_REASONS, type FaultReason } from "./faults.js";
import { modelAttributes } from "./model-attributes.js";

const INDEX_OF_REASON = new Map(FAULT_REASONS.map((reason, index) => [reason, index]));

/** Faults whose subject is a name that nobody declared. */
const NAMED_BY_CALLER: ReadonlySet<FaultReason> = new Set(["undeclared-feature", "undeclared-business"]);

/** Most different faults that are written out; their counts go on. */
const MAX_REPORTS = 200;

/**
 * Counts every fault of a watch in `ml.modelwatch.dropped`, and tells OpenTelemetry's `diag` of each kind once. What a caller gave is
 * never written, a name neither: keys of a row that someone posted may be anything. So what is remembered is bounded, too.
 */
export class FaultLog {
  readonly counters: CounterBlock;
  readonly #model: string;
  /** Reason → subjects: looked up without building a key, since a fault may come with every call. */
  readonly #reported = new Map<string, Set<string>>();
  #reports = 0;

  constructor(model: Pick<ModelDefinition, "name" | "version">) {
    this.#model = `${model.name} ${model.version}`;
    this.counters = new CounterBlock(
      METRIC_DROPPED,
      modelAttributes(model),
      ATTR_DROPPED_REASON,
      FAULT_REASONS,
    );
  }

  /** @param subject the declared name concerned, never a value; not written where it is one that the caller made up. */
  count(reason: FaultReason, subject = ""): void {
    const index = INDEX_OF_REASON.get(reason);
    if (index !== undefined) this.counters.count(index);
    this.report(reason, NAMED_BY_CALLER.has(reason) ? "" : subject);
  }

  /** Writes a fault once, without counting it. */
  report(reason: string, subject: string): void {
    const subjects = this.#reported.get(reason);
    if (subjects?.has(subject) === true || this.#reports >= MAX_REPORTS) return;
    if (subjects === undefined) this.#reported.set(reason, new Set([subject]));
    else subjects.add(subject);
    this.#reports++;
    this.#write("warn", `${reason}${subject && ` (${subject})`}, reported once`);
  }

  /** Says something that is no fault. */
  inform(message: string): void {
    this.#write("info", message);
  }

  #write(level: "info" | "warn", message: string): void {
    try {
      diag[level](`modelwatch: ${this.#model}: ${message}`);
    } catch {
      // a logger that throws must not reach the inference code; faults are counted all the same
    }
  }
}
