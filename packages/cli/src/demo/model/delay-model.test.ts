import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { isLate, type Flight } from "../flights/flight.js";
import { readFlights } from "../flights/read-flights.js";
import { trainDelayModel, type DelayModel } from "./delay-model.js";
import { CARRIERS, ORIGINS } from "./flight-model.js";

/** The same regression fitted by scikit-learn, from the data's README: mean score, AUC, Brier score. */
const SCIKIT_LEARN = [
  { month: 4, meanScore: 0.168, auc: 0.64, brier: 0.202 },
  { month: 6, meanScore: 0.135, auc: 0.66, brier: 0.23 },
  { month: 7, meanScore: 0.106, auc: 0.68, brier: 0.247 },
  { month: 9, meanScore: 0.123, auc: 0.62, brier: 0.113 },
  { month: 12, meanScore: 0.223, auc: 0.67, brier: 0.211 },
];

describe("the delay model", () => {
  let flights: Flight[];
  let training: Flight[];
  let model: DelayModel;
  beforeAll(async () => {
    flights = await readFlights();
    training = flights.filter((flight) => flight.scheduledMs < Date.parse("2013-04-01T00:00-04:00"));
    model = await trainDelayModel(training);
  }, 240_000);

  it("knows every carrier and origin of the year", () => {
    expect([...new Set(flights.map((flight) => flight.carrier))].sort()).toEqual([...CARRIERS]);
    expect([...new Set(flights.map((flight) => flight.origin))].sort()).toEqual([...ORIGINS]);
  });

  it("is calibrated on the months it was trained on", () => {
    const { late, meanScore, auc } = qualityOf(training, model);
    expect(Math.abs(meanScore - late)).toBeLessThan(0.005);
    expect(auc).toBeGreaterThan(0.66);
  });

  it.each(SCIKIT_LEARN)(
    "agrees with scikit-learn's fit in month $month",
    ({ month, meanScore, auc, brier }) => {
      const quality = qualityOf(
        flights.filter((flight) => monthOf(flight) === month),
        model,
      );
      // two regularisations of one model: mean score within 0.006, ranking and loss within rounding of the table
      expect(Math.abs(quality.meanScore - meanScore)).toBeLessThan(0.006);
      expect(Math.abs(quality.auc - auc)).toBeLessThan(0.008);
      expect(Math.abs(quality.brier - brier)).toBeLessThan(0.003);
    },
  );

  it("gave the scores of the excerpt that comes with the package", async () => {
    const excerpt = await readFile(new URL("../../../data/flights-scored.csv", import.meta.url), "utf8");
    const [header = "", ...lines] = excerpt.trim().split("\n");
    const own = training.filter((_flight, index) => index % 80 === 0);
    const score = header.split(",").indexOf("score");
    expect(lines.map((line) => line.split(",")[score])).toEqual(
      own.map((flight) => model.score(flight).toFixed(4)),
    );
  });

  it("is the same model after a second fit", async () => {
    const few = training.slice(0, 3000);
    const [first, second] = [await trainDelayModel(few), await trainDelayModel(few)];
    for (const flight of flights.slice(0, 500)) expect(second.score(flight)).toBe(first.score(flight));
  });

  it("scores a flight of which nothing but the schedule is known", () => {
    const unknown: Flight = {
      ...flights.at(0)!,
      carrier: "ZZ",
      origin: "ZZZ",
      temperatureF: undefined,
      windMph: undefined,
      precipitationInches: undefined,
      visibilityMiles: undefined,
    };
    expect(model.score(unknown)).toBeGreaterThan(0);
    expect(model.score(unknown)).toBeLessThan(1);
  });

  it("refuses to fit where no flight was late", async () => {
    const punctual = training.filter((flight) => isLate(flight) === false).slice(0, 100);
    await expect(trainDelayModel(punctual)).rejects.toMatchObject({ code: "invalid-argument" });
  });
});

function monthOf(flight: Flight): number {
  return Number(/ (?:EWR|JFK|LGA) \d{4}-(\d{2})/.exec(flight.id)?.[1]);
}

/** From the rows themselves, by ranks: independent of everything that Modelwatch computes. */
function qualityOf(flights: readonly Flight[], model: DelayModel) {
  const rows = flights
    .filter((flight) => isLate(flight) !== undefined)
    .map((flight) => ({ score: model.score(flight), late: isLate(flight) === true ? 1 : 0 }))
    .sort((a, b) => a.score - b.score);
  let rankSum = 0;
  let lateCount = 0;
  rows.forEach(({ late }, i) => {
    rankSum += late * (i + 1);
    lateCount += late;
  });
  return {
    late: lateCount / rows.length,
    meanScore: mean(rows.map(({ score }) => score)),
    auc: (rankSum - (lateCount * (lateCount + 1)) / 2) / (lateCount * (rows.length - lateCount)),
    brier: mean(rows.map(({ score, late }) => (score - late) ** 2)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
