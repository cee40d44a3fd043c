import { ERROR_CODES, ModelwatchError, type ErrorCode } from "@modelwatch/conventions";
import { BACKEND_ERROR_CODES, BackendError } from "@modelwatch/grafana-backend";
import { describe, expect, it } from "vitest";
import { BACKEND_CODES, toPluginError, withPluginErrors } from "./plugin-error.js";

const CODES = Object.keys(ERROR_CODES).filter((code): code is ErrorCode => code in ERROR_CODES);

/** Error, HTTP status, source: what a person reading Grafana's log relies on. */
const TABLE: readonly (readonly [ErrorCode, number, "plugin" | "downstream"])[] = [
  ["invalid-argument", 400, "downstream"],
  ["not-found", 404, "downstream"],
  ["unsupported", 400, "downstream"],
  ["limit-exceeded", 413, "downstream"],
  ["cancelled", 499, "downstream"],
  ["unavailable", 503, "downstream"],
  ["unauthorized", 401, "downstream"],
  ["bad-response", 502, "downstream"],
  ["data-loss", 502, "downstream"],
  ["internal", 500, "plugin"],
];

const failing = (code: ErrorCode) => () => Promise.reject(new ModelwatchError(code, "what was wrong"));

describe("the table of errors", () => {
  it("has a row for every code, here and there", () => {
    expect(TABLE.map(([code]) => code).sort()).toEqual([...CODES].sort());
    expect(Object.keys(BACKEND_CODES).sort()).toEqual([...CODES].sort());
  });

  it.each(TABLE)("%s is status %i, source %s", (code, status, source) => {
    const error = toPluginError(new ModelwatchError(code, "what was wrong"));
    expect(error.httpStatus).toBe(status);
    expect(error.source).toBe(source);
    expect(error.message).toContain("what was wrong");
    expect(BACKEND_ERROR_CODES[error.code].httpStatus).toBe(status);
  });

  it("blames the plugin exactly for its own defects", () => {
    for (const code of CODES) {
      expect(toPluginError(new ModelwatchError(code, "")).source === "plugin").toBe(
        ERROR_CODES[code] === "plugin",
      );
    }
    expect(toPluginError(new TypeError("x")).source).toBe("plugin");
  });

  it("tells a time limit from a caller who has gone", async () => {
    const limit = new AbortController();
    limit.abort(new BackendError("deadline-exceeded", "no answer within 1 s"));
    await expect(withPluginErrors(failing("cancelled"), limit.signal)).rejects.toBe(limit.signal.reason);
    const gone = new AbortController();
    gone.abort();
    await expect(withPluginErrors(failing("cancelled"), gone.signal)).rejects.toMatchObject({
      code: "cancelled",
    });
    // what failed before the end is not blamed on it
    await expect(withPluginErrors(failing("unavailable"), limit.signal)).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("keeps the SDK's own errors, and results", async () => {
    const own = new BackendError("overloaded", "later");
    await expect(withPluginErrors(() => Promise.reject(own))).rejects.toBe(own);
    expect(await withPluginErrors(async () => 1)).toBe(1);
  });
});
