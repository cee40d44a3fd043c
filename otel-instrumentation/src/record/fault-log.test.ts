import { DiagLogLevel, diag, type DiagLogger } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";
import { categorical, createModelwatch, defineModel, numeric, probability } from "../index.js";

const model = defineModel({
  name: "m",
  version: "1",
  prediction: probability(),
  features: { amount: numeric(), kind: categorical() },
  strata: { region: ["north"] },
});

const silent = () => undefined;

function listen(warn: (message: string) => void): void {
  const logger: DiagLogger = { verbose: silent, debug: silent, info: silent, warn, error: silent };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ALL, suppressOverrideMessage: true });
}

afterEach(() => diag.disable());

describe("faults", () => {
  it("are reported once for each kind and name, however often they happen", () => {
    const warnings: string[] = [];
    listen((message) => warnings.push(message));
    const watch = createModelwatch().watch(model);
    for (let call = 0; call < 100; call++) {
      watch.predict({
        score: Number.NaN,
        features: { amount: Infinity, kind: null },
        strata: { region: "south" },
      });
    }
    expect(
      warnings.map((warning) => warning.replace("modelwatch: m 1: ", "").replace(", reported once", "")),
    ).toEqual([
      "no-reference",
      "no-known-categories (kind)",
      "undeclared-stratum (region)",
      "prediction-nan",
      "feature-infinite (amount)",
      "feature-missing (kind)",
    ]);
  });

  it("are told once, and without the name, for ever new names that nobody declared", () => {
    const warnings: string[] = [];
    listen((message) => warnings.push(message));
    const watch = createModelwatch().watch(model);
    for (let call = 0; call < 5000; call++) {
      const features = { amount: 1, kind: "a", [`feature-${call}`]: 1 };
      watch.predict({ score: 0.5, features, strata: { region: "north" } });
      watch.business(`metric-${call}` as never, 1);
    }
    expect(warnings.filter((warning) => warning.includes("undeclared"))).toEqual([
      "modelwatch: m 1: undeclared-feature, reported once",
      "modelwatch: m 1: undeclared-business, reported once",
    ]);
  });

  it("never carry a value", () => {
    const warnings: string[] = [];
    listen((message) => warnings.push(message));
    const watch = createModelwatch().watch(model);
    watch.predict({
      score: 123_456_789,
      features: { amount: 1e200, kind: "secret" },
      strata: { region: "secret" },
    });
    expect(warnings.join(" ")).not.toMatch(/123456789|1e\+?200|secret/);
  });

  it("do not stop the caller where the logger throws", () => {
    listen(() => {
      throw new Error("logger");
    });
    const watch = createModelwatch().watch(model);
    expect(() => watch.predict({ score: Number.NaN, features: { amount: Number.NaN } })).not.toThrow();
  });
});
