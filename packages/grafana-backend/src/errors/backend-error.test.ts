import { expect, it } from "vitest";
import { BackendError, toBackendError } from "./backend-error.js";
import { GRPC_CANCELLED, GrpcStatusError } from "../grpc/status.js";
import { BACKEND_ERROR_CODES, type BackendErrorCode } from "./error-codes.js";

const CODES = Object.keys(BACKEND_ERROR_CODES).filter(
  (code): code is BackendErrorCode => code in BACKEND_ERROR_CODES,
);

it.each(CODES)("%s has an HTTP error status, a gRPC error status and a source", (code) => {
  const error = new BackendError(code, "why");
  expect(error.httpStatus).toBeGreaterThanOrEqual(400);
  expect(error.httpStatus).toBeLessThan(600);
  expect(error.grpcStatus).toBeGreaterThan(0);
  expect(error.grpcStatus).toBeLessThanOrEqual(16);
  expect(["plugin", "downstream"]).toContain(error.source);
});

it("blames the plugin for what nobody classified, and nobody's plugin for a cancelled request", () => {
  const aborted = new DOMException("gone", "AbortError");
  expect(toBackendError(new TypeError("x is undefined"))).toMatchObject({
    code: "internal",
    source: "plugin",
  });
  expect(toBackendError(aborted)).toMatchObject({ code: "cancelled", source: "downstream" });
  expect(toBackendError("text").message).toBe("text");
  const ended = new GrpcStatusError(GRPC_CANCELLED, "the caller ended the call");
  expect(toBackendError(ended)).toMatchObject({ code: "cancelled", source: "downstream" });
});

it("never throws over what was thrown, and bounds every message", () => {
  const hostile = {
    toString: () => {
      throw new Error("no text");
    },
  };
  for (const thrown of [Object.create(null), hostile, undefined, null, Symbol("s")]) {
    expect(toBackendError(thrown).code).toBe("internal");
  }
  expect(toBackendError(new Error("x".repeat(1_000_000))).message.length).toBe(2_001);
});
