import { ATTR_ARM, ATTR_MODEL_VERSION } from "@modelwatch/conventions";
import { ModelwatchError } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import { equals } from "./model-matchers.js";

type Subject = Query["subject"];
export type GroupReference = Extract<Query["reference"], { kind: "version" | "arm" }>;

/** The subject whose rows are the reference: another version of the model, or another arm in place of the one asked about. */
export function otherGroup(subject: Subject, reference: GroupReference): Subject {
  if (reference.kind === "version") return { ...subject, modelVersion: reference.modelVersion };
  const others = subject.matchers.filter(({ attribute }) => attribute !== ATTR_ARM);
  return { ...subject, matchers: [...others, equals(ATTR_ARM, reference.arm)] };
}

/**
 * The subject without the rows of its own reference: "all versions" beside version 1 means all others, "all arms" beside the
 * holdout all others. Other references leave it as it is.
 * @throws ModelwatchError `invalid-argument` where a version would be compared with itself.
 */
export function withoutReference(subject: Subject, reference: Query["reference"]): Subject {
  const except = (attribute: string, value: string): Subject => ({
    ...subject,
    matchers: [...subject.matchers, { attribute, operator: "!=", value }],
  });
  if (reference.kind === "arm") return except(ATTR_ARM, reference.arm);
  if (reference.kind !== "version") return subject;
  if (subject.modelVersion === reference.modelVersion) {
    throw new ModelwatchError("invalid-argument", {
      problem: `version "${reference.modelVersion}" would be compared with itself`,
      allowed: "a reference version other than the subject's",
    });
  }
  return subject.modelVersion === undefined ? except(ATTR_MODEL_VERSION, reference.modelVersion) : subject;
}
