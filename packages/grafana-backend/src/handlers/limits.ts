/** What one plugin process takes on. Whatever is over a limit is refused with a status that names it. */
export interface Limits {
  /**
   * Time for the queries of one request together. Those without an answer by then are answered "deadline-exceeded", the
   * others keep theirs. A caller's own deadline counts where it is earlier.
   */
  readonly queryTimeoutMs: number;
  /** A dashboard has tens of queries; more than this in one request is a defect or an attack. */
  readonly maxQueriesPerRequest: number;
  /** Queries of all requests together. Evaluation is CPU-bound and sources are not: some overlap pays, much does not. */
  readonly maxRunningQueries: number;
  readonly maxWaitingQueries: number;
  /** A larger request is refused as soon as its length is known. */
  readonly maxRequestBytes: number;
  /** Bytes of all requests that are open at a time. */
  readonly maxOpenRequestBytes: number;
  /** Bytes of the frames that one request is answered with. Grafana itself takes up to 2 GiB. */
  readonly maxAnswerBytes: number;
  /** Bytes of all answers that the host has not read yet. */
  readonly maxOpenAnswerBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = Object.freeze({
  // Grafana's own time limits (30 s for a rule and for a data source's requests) come first where they are set
  queryTimeoutMs: 55_000,
  maxQueriesPerRequest: 1_000,
  maxRunningQueries: 16,
  maxWaitingQueries: 2_000,
  maxRequestBytes: 32 * MIB,
  maxOpenRequestBytes: 128 * MIB,
  maxAnswerBytes: 256 * MIB,
  maxOpenAnswerBytes: 512 * MIB,
});
