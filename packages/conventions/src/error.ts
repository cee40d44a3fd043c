/** Who has to act: the caller passed something wrong, we did, or a system that we depend on did. */
export type ErrorSource = "caller" | "plugin" | "downstream";

/**
 * The closed set of codes. Each has one source and one meaning; tables elsewhere (gRPC status, HTTP status, notices)
 * are keyed by it and tested to have a row for each.
 */
export const ERROR_CODES = {
  /** An argument, query, setting or file breaks its contract. */
  "invalid-argument": "caller",
  /** What was named (model, feature, reference, file) does not exist. */
  "not-found": "caller",
  /** The request is well formed, but this build or this store cannot do it. */
  unsupported: "caller",
  /** A stated limit on size, time or cardinality was hit. */
  "limit-exceeded": "caller",
  /** The caller cancelled, or its deadline passed. */
  cancelled: "caller",
  /** A store or server could not be reached or is overloaded: trying again may help. */
  unavailable: "downstream",
  /** A store or server refused our credentials. */
  unauthorized: "downstream",
  /** A store or server answered with something that breaks its own contract. */
  "bad-response": "downstream",
  /** Stored data is damaged. */
  "data-loss": "downstream",
  /** A defect of ours. */
  internal: "plugin",
} as const satisfies Record<string, ErrorSource>;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorText {
  /** What was wrong, with the offending value. */
  readonly problem: string;
  /** What would have been allowed. */
  readonly allowed?: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/**
 * The one error class of Modelwatch. Expected states of data (too few rows, an empty window, a counter reset) are values,
 * never errors. The message reads `[code] problem; allowed; remedy`.
 */
export class ModelwatchError extends Error {
  readonly code: ErrorCode;
  readonly source: ErrorSource;
  readonly text: ErrorText;

  constructor(code: ErrorCode, text: ErrorText | string, options?: { readonly cause?: unknown }) {
    const parts: ErrorText = typeof text === "string" ? { problem: text } : text;
    const sentence = [parts.problem, parts.allowed, parts.remedy]
      .filter((part) => part !== undefined)
      .join("; ");
    super(`[${code}] ${sentence}`, options);
    this.name = "ModelwatchError";
    this.code = code;
    this.source = ERROR_CODES[code];
    this.text = parts;
  }
}

/** An error of any origin as a {@link ModelwatchError}: ours as it is, an abort as `cancelled`, the rest as `internal`. */
export function toModelwatchError(error: unknown): ModelwatchError {
  if (error instanceof ModelwatchError) return error;
  if (error instanceof Error && error.name === "AbortError") {
    return new ModelwatchError("cancelled", "the request was cancelled", { cause: error });
  }
  const problem = error instanceof Error ? error.message : String(error);
  return new ModelwatchError(
    "internal",
    { problem, remedy: "please report it as a defect" },
    { cause: error },
  );
}
