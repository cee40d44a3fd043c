/** Grafana counts plugin errors against the plugin's own service level, downstream ones (user, settings, store) not. */
export type ErrorSource = "plugin" | "downstream";

interface ErrorRow {
  readonly httpStatus: number;
  /** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
  readonly grpcStatus: number;
  readonly source: ErrorSource;
}

/** The one table from what went wrong to what Grafana and gRPC are told. */
export const BACKEND_ERROR_CODES = {
  /** The query, settings or resource request breaks its contract: the person who wrote it has to change it. */
  "bad-request": { httpStatus: 400, grpcStatus: 3, source: "downstream" },
  "not-found": { httpStatus: 404, grpcStatus: 5, source: "downstream" },
  "method-not-allowed": { httpStatus: 405, grpcStatus: 12, source: "downstream" },
  /** A stated limit of size, time or number was hit. */
  "limit-exceeded": { httpStatus: 413, grpcStatus: 8, source: "downstream" },
  /** More is waiting than this process takes on: trying again later helps. */
  overloaded: { httpStatus: 429, grpcStatus: 8, source: "plugin" },
  /** Whoever asked has gone. */
  cancelled: { httpStatus: 499, grpcStatus: 1, source: "downstream" },
  "deadline-exceeded": { httpStatus: 504, grpcStatus: 4, source: "downstream" },
  /** A store refused our credentials. */
  unauthorized: { httpStatus: 401, grpcStatus: 16, source: "downstream" },
  /** A store could not be reached. */
  unavailable: { httpStatus: 503, grpcStatus: 14, source: "downstream" },
  /** A store answered with something that breaks its own contract. */
  "bad-gateway": { httpStatus: 502, grpcStatus: 13, source: "downstream" },
  "not-implemented": { httpStatus: 501, grpcStatus: 12, source: "plugin" },
  /** A defect of the plugin. */
  internal: { httpStatus: 500, grpcStatus: 13, source: "plugin" },
} as const satisfies Record<string, ErrorRow>;

export type BackendErrorCode = keyof typeof BACKEND_ERROR_CODES;
