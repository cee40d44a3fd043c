import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFlights } from "./read-flights.js";

const HEADER =
  "scheduled,carrier,flight,origin,dest,distance,dep_delay,arr_delay,temp,wind,precip,visib,built,seats";

describe("reading flights", () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "flights-"))));
  afterAll(() => rm(folder, { recursive: true }));

  async function fileOf(name: string, content: Buffer): Promise<URL> {
    const path = join(folder, name);
    await writeFile(path, content);
    return pathToFileURL(path);
  }

  it("holds every scheduled departure of the year in order, as its README counts them", async () => {
    const flights = await readFlights();
    expect(flights.length).toBe(336_776);
    const unordered = flights.findIndex(
      (flight, i) => i > 0 && flight.scheduledMs < (flights[i - 1]?.scheduledMs ?? 0),
    );
    expect(unordered).toBe(-1);
    const never = flights.filter((flight) => flight.arrivalDelayMinutes === undefined).length;
    expect(never / flights.length).toBeCloseTo(0.028, 3);
    expect(new Set(flights.map((flight) => flight.id)).size).toBe(flights.length);
  });

  it("keeps the airport's own hour and reads an empty cell as unknown", async () => {
    const row = "2013-07-01T23:59-04:00,B6,727,JFK,BQN,1576,,,,5.75,0.0,10.0,2011,200";
    const file = await fileOf("one.csv.gz", gzipSync(`${HEADER}\n${row}\n`));
    const [flight] = await readFlights(file);
    expect(flight).toMatchObject({ hour: 23, scheduledMs: Date.UTC(2013, 6, 2, 3, 59), aircraftAgeYears: 2 });
    expect(flight?.temperatureF).toBeUndefined();
    expect(flight?.arrivalDelayMinutes).toBeUndefined();
  });

  it("names the row, the column and the value that cannot be read", async () => {
    const row = "2013-07-01T23:59-04:00,B6,727,JFK,BQN,1576,3,late,70,5.75,0.0,10.0,2011,200";
    const file = await fileOf("bad.csv.gz", gzipSync(`${HEADER}\n${row}\n`));
    await expect(readFlights(file)).rejects.toThrow(
      '[invalid-argument] row 2 of the flights has "late" in column arr_delay',
    );
  });

  it("says that a file is missing or damaged", async () => {
    await expect(readFlights(pathToFileURL(join(folder, "none.csv.gz")))).rejects.toMatchObject({
      code: "not-found",
    });
    const whole = gzipSync(`${HEADER}\n`);
    const cut = await fileOf("cut.csv.gz", whole.subarray(0, whole.length - 6));
    await expect(readFlights(cut)).rejects.toMatchObject({ code: "data-loss" });
  });
});
