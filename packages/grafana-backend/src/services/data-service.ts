import { fromWireContext, fromWireHeaders, fromWireQuery } from "../conversion/from-wire.js";
import { toWireFrames, toWireQueryError } from "../conversion/to-wire.js";
import { BackendError, toBackendError } from "../errors/backend-error.js";
import {
  DataDefinition,
  DataFrameFormat,
  type DataQuery,
  type DataResponse,
  type QueryDataRequest,
  type QueryDataResponse,
} from "../generated/pluginv2.js";
import { unaryRoute, type CallContext, type Route } from "../grpc/route.js";
import type { PluginHandlers } from "../handlers/handlers.js";
import type { RequestContext } from "../handlers/plugin-context.js";
import type { Logger } from "../process/logger.js";
import { createConcurrencyLimit, type ConcurrencyLimit } from "./concurrency-limit.js";

/** A dashboard has tens of queries; more than this in one request is a defect or an attack. */
const MAX_QUERIES_PER_REQUEST = 1_000;
/** Queries of all requests together. Evaluation is CPU-bound and sources are not: some overlap pays, much does not. */
const MAX_RUNNING_QUERIES = 16;
const MAX_WAITING_QUERIES = 2_000;

/** `pluginv2.Data`: the queries of a request side by side, each refId with its own answer or error. */
export function createDataRoutes(handlers: PluginHandlers, log: Logger): readonly Route[] {
  const limit = createConcurrencyLimit(MAX_RUNNING_QUERIES, MAX_WAITING_QUERIES);
  return [
    unaryRoute(DataDefinition, DataDefinition.methods.queryData, (request, call) =>
      queryData(request, call, { handlers, log, limit }),
    ),
  ];
}

interface DataService {
  readonly handlers: PluginHandlers;
  readonly log: Logger;
  readonly limit: ConcurrencyLimit;
}

async function queryData(
  request: QueryDataRequest,
  call: CallContext,
  service: DataService,
): Promise<QueryDataResponse> {
  if (request.format !== DataFrameFormat.ARROW) {
    throw new BackendError(
      "not-implemented",
      `the frame format ${request.format} is not served; ask for Arrow`,
    );
  }
  const seen = new Set<string>();
  const answers = request.queries.map(async (query, index): Promise<[string, DataResponse]> => {
    const isRepeated = seen.has(query.refId);
    seen.add(query.refId);
    return [query.refId, await answer(query, index, isRepeated, request, call, service)];
  });
  return { responses: new Map(await Promise.all(answers)) };
}

/** Never rejects: what goes wrong with one query is that query's answer. */
async function answer(
  query: DataQuery,
  index: number,
  isRepeated: boolean,
  request: QueryDataRequest,
  call: CallContext,
  { handlers, log, limit }: DataService,
): Promise<DataResponse> {
  try {
    if (isRepeated) throw new BackendError("bad-request", `refId ${query.refId} occurs twice in the request`);
    if (index >= MAX_QUERIES_PER_REQUEST) {
      throw new BackendError("limit-exceeded", `a request may hold ${MAX_QUERIES_PER_REQUEST} queries`);
    }
    const context: RequestContext = {
      plugin: fromWireContext(request.pluginContext),
      headers: fromWireHeaders(request.headers),
      signal: call.signal,
      log,
    };
    const parsed = fromWireQuery(query);
    return toWireFrames(await limit.run(() => handlers.queryData(parsed, context), call.signal), query.refId);
  } catch (error) {
    const failure = toBackendError(error);
    if (failure.source === "plugin") {
      // where it broke is more use than where it was caught
      const { stack } = failure.cause instanceof Error ? failure.cause : failure;
      log.error("query failed", {
        refId: query.refId,
        code: failure.code,
        error: failure.message,
        stack: stack ?? "",
      });
    }
    return toWireQueryError(failure);
  }
}
