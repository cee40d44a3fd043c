import { METRIC_FEATURE_VALUE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import { describe, expect, it } from "vitest";
import {
  counterNames,
  fromLabel,
  histogramNames,
  keepsProcess,
  toLabel,
  toPathLabel,
  toStoredName,
} from "./names.js";

const underscores = { names: "underscores", process: "job-instance" } as const;
const utf8 = { names: "utf-8", process: "job-instance" } as const;

describe("names in the store", () => {
  it("translates dots to underscores", () => {
    expect(toLabel("ml.feature.name", underscores)).toBe("ml_feature_name");
    expect(toStoredName(METRIC_FEATURE_VALUE, underscores)).toBe("ml_feature_value");
  });

  it("keeps names as they are where the store does", () => {
    expect(toLabel("ml.feature.name", utf8)).toBe("ml.feature.name");
    expect(toStoredName(METRIC_FEATURE_VALUE, utf8)).toBe(METRIC_FEATURE_VALUE);
  });

  it("finds the process under the labels that the store gives it", () => {
    expect(toLabel("service.instance.id", underscores)).toBe("instance");
    expect(toLabel("service.name", utf8)).toBe("job");
    expect(toLabel("service.name", { ...utf8, process: "kept" })).toBe("service.name");
    expect(toLabel("service.instance.id", { ...underscores, process: "kept" })).toBe("service_instance_id");
    expect(keepsProcess({ service_instance_id: "a" })).toBe(true);
    expect(keepsProcess({ instance: "a" })).toBe(false);
  });

  it("starts no translated name with a digit or a single underscore", () => {
    expect(toLabel("9lives", underscores)).toBe("key_9lives");
    expect(toLabel(".hidden", underscores)).toBe("key_hidden");
    expect(toStoredName("9lives", underscores)).toBe("_9lives");
  });

  it("finds the attribute of a stored label again", () => {
    for (const names of [underscores, utf8]) {
      for (const attribute of ["ml.stratum.origin_city", "ml.feature.name", "service.name", "cloud_region"]) {
        expect(fromLabel(toLabel(attribute, names))).toBe(attribute);
      }
    }
  });

  it("asks by the stored label where an attribute's dots are not known", () => {
    const attribute = fromLabel(toLabel("cloud.region", underscores));
    expect(attribute).toBe("cloud_region");
    expect(toLabel(attribute, underscores)).toBe("cloud_region");
  });

  it("looks for a counter with and without the suffixes of its type and unit", () => {
    const names = counterNames(METRIC_FEATURE_VALUE + SUFFIX_SQUARES, underscores);
    expect(names).toContain("ml_feature_value_squares_total");
    expect(names).toContain("ml_feature_value_squares");
    expect(names).toContain("ml_feature_value_squares_seconds_total");
    expect(counterNames("requests_total", underscores)).toEqual(["requests_total"]);
  });

  it("gives each stored name one part of a histogram", () => {
    const names = histogramNames(METRIC_FEATURE_VALUE, underscores);
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
