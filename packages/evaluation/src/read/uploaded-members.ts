import type { Query, UploadedMember } from "@modelwatch/conventions/query";
import {
  createCategoricalDistribution,
  createNumericDistribution,
  type Distribution,
} from "@modelwatch/statistics";
import type { MemberReferences } from "./member-references.js";
import { isMemberOf, type MemberMetric } from "./members.js";

type UploadedReference = Extract<Query["reference"], { kind: "distribution" }>;

/** The members of an uploaded reference that the query asks about. */
export function uploadedMembers(
  reference: UploadedReference,
  metrics: readonly MemberMetric[],
): MemberReferences {
  const uploaded = reference.members.filter(({ target }) =>
    metrics.some((metric) => isMemberOf(metric, target)),
  );
  const members = new Map(uploaded.map((member) => [member.target, toDistribution(member)]));
  return {
    kind: "distribution",
    ...(reference.id === undefined ? {} : { id: reference.id }),
    members: [...members.keys()],
    of: (member) => members.get(member) ?? null,
    ...(members.size === 0 ? { missing: "the uploaded reference holds none of its members" } : {}),
  };
}

function toDistribution(member: UploadedMember): Distribution {
  if ("categories" in member) return createCategoricalDistribution(member);
  const { bounds, counts, sum, sumOfSquares } = member;
  return createNumericDistribution({
    bounds,
    counts,
    ...(sum === undefined ? {} : { sum }),
    ...(sumOfSquares === undefined ? {} : { sumOfSquares }),
  });
}
