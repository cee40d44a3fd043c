import { wasserstein1OfPoints } from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { pooledSamples } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { twoSamples, twoSides } from "../inputs.js";

const onPoints = twoSides
  .and(z.object({ points: z.array(z.number()) }))
  .refine(({ points, ref }) => points.length === ref.length, "points must be as long as ref");

export const wasserstein = defineFamily(
  "wasserstein",
  byKey({ points: onPoints, x: twoSamples }),
  (given) => {
    if ("x" in given) {
      const { reference, current, points } = pooledSamples(given);
      return { result: { w1: wasserstein1OfPoints(points, reference.counts, current.counts) } };
    }
    const order = given.points.map((_, index) => index).sort((a, b) => given.points[a]! - given.points[b]!);
    const ordered = (list: readonly number[]) => order.map((index) => list[index]!);
    if (!given.ref.some((weight) => weight > 0)) return undetermined(["w1"], "empty-reference");
    if (!given.cur.some((weight) => weight > 0)) return undetermined(["w1"], "empty-current");
    return {
      result: { w1: wasserstein1OfPoints(ordered(given.points), ordered(given.ref), ordered(given.cur)) },
    };
  },
);
