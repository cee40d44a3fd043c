import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { describe, expect, it } from "vitest";
import { measureSource } from "./measured-source.js";

const REQUEST = { attribute: "ml.arm", matchers: [], range: { fromMs: 0, toMs: 1 } };

describe("a measured source", () => {
  it("counts overlapping questions once, failed ones too, and pauses between questions not at all", async () => {
    let nowMs = 0;
    const open: { resolve: (names: readonly string[]) => void; reject: (error: Error) => void }[] = [];
    const labelValues: Source["labelValues"] = () =>
      new Promise((resolve, reject) => void open.push({ resolve, reject }));
    const measured = measureSource({ ...createMemoryStore().source, labelValues }, () => nowMs);
    const { source } = measured;
    const first = source.labelValues(REQUEST);
    nowMs = 10;
    const second = source.labelValues(REQUEST);
    nowMs = 15;
    open[0]?.resolve(["a"]);
    expect(await first).toEqual(["a"]);
    nowMs = 30;
    expect(measured.waitedMs()).toBe(30);
    open[1]?.reject(new Error("gone"));
    await expect(second).rejects.toThrow("gone");
    nowMs = 100;
    expect(measured.waitedMs()).toBe(30);
    const third = source.labelValues(REQUEST);
    nowMs = 107;
    open[2]?.resolve([]);
    await third;
    expect(measured.waitedMs()).toBe(37);
  });

  it("passes answers, requests and signals on", async () => {
    const stored = createMemoryStore();
    const { source } = measureSource(stored.source);
    const abort = new AbortController();
    abort.abort();
    await expect(source.labelNames(REQUEST, abort.signal)).rejects.toMatchObject({ code: "cancelled" });
    expect(await source.health()).toEqual(await stored.source.health());
    expect(source.capabilities).toBe(stored.source.capabilities);
    await source.close();
    await expect(stored.source.labelNames(REQUEST)).rejects.toThrow(/closed/);
  });
});
