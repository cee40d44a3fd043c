import { METRIC_FEATURE_VALUE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import { describe, expect, it } from "vitest";
import { counterNames, histogramNames, toLabel, toPathLabel, toStoredName } from "./names.js";

describe("names in the store", () => {
  it("translates dots to underscores", () => {
    expect(toLabel("ml.feature.name", "underscores")).toBe("ml_feature_name");
    expect(toStoredName(METRIC_FEATURE_VALUE, "underscores")).toBe("ml_feature_value");
  });

  it("keeps names as they are where the store does", () => {
    expect(toLabel("ml.feature.name", "utf-8")).toBe("ml.feature.name");
    expect(toStoredName(METRIC_FEATURE_VALUE, "utf-8")).toBe(METRIC_FEATURE_VALUE);
  });

  it("finds the process under the labels that Prometheus gives it", () => {
    expect(toLabel("service.instance.id", "underscores")).toBe("instance");
    expect(toLabel("service.name", "utf-8")).toBe("job");
  });

  it("starts no translated name with a digit or a single underscore", () => {
    expect(toLabel("9lives", "underscores")).toBe("key_9lives");
    expect(toLabel(".hidden", "underscores")).toBe("key_hidden");
    expect(toStoredName("9lives", "underscores")).toBe("_9lives");
  });

  it("looks for a counter with and without the suffixes of its type and unit", () => {
    const names = counterNames(METRIC_FEATURE_VALUE + SUFFIX_SQUARES, "underscores");
    expect(names).toContain("ml_feature_value_squares_total");
    expect(names).toContain("ml_feature_value_squares");
    expect(names).toContain("ml_feature_value_squares_seconds_total");
    expect(counterNames("requests_total", "underscores")).toEqual(["requests_total"]);
  });

  it("gives each stored name one part of a histogram", () => {
    const names = histogramNames(METRIC_FEATURE_VALUE, "underscores");
    expect(names.get("ml_feature_value_bucket")).toBe("bucket");
    expect(names.get("ml_feature_value_milliseconds_bucket")).toBe("bucket");
    expect(names.get("ml_feature_value")).toBe("native");
    expect(names.get("ml_feature_value_sum")).toBe("sum");
    expect(names.get("ml_feature_value_squares_total")).toBe("squares");
    expect(names.get("ml_feature_value_negative_total")).toBe("negative");
  });

  it("escapes UTF-8 label names for the API's paths", () => {
    expect(toPathLabel("ml_model")).toBe("ml_model");
    expect(toPathLabel("ml.model_a")).toBe("U__ml_2e_model__a");
    expect(toPathLabel("größe")).toBe("U__gr_f6__df_e");
  });
});
