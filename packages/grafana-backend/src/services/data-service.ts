import { fromWireContext, fromWireHeaders, fromWireQuery } from "../conversion/from-wire.js";
import { answerBytes, toWireFrames, toWireQueryError } from "../conversion/to-wire.js";
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
import type { Limits } from "../handlers/limits.js";
import type { RequestContext } from "../handlers/plugin-context.js";
import { toErrorFields } from "../process/error-fields.js";
import type { Logger } from "../process/logger.js";
import { createConcurrencyLimit, type ConcurrencyLimit } from "./concurrency-limit.js";
import { startTimeLimit, type TimeLimit } from "./time-limit.js";

/** `pluginv2.Data`: the queries of a request side by side, each refId with its own answer or error. */
export function createDataRoutes(handlers: PluginHandlers, log: Logger, limits: Limits): readonly Route[] {
  const concurrency = createConcurrencyLimit(limits.maxRunningQueries, limits.maxWaitingQueries);
  return [
    unaryRoute(DataDefinition, DataDefinition.methods.queryData, (request, call) =>
      queryData(request, call, { handlers, log, limits, concurrency }),
    ),
  ];
}

interface DataService {
  readonly handlers: PluginHandlers;
  readonly log: Logger;
  readonly limits: Limits;
  readonly concurrency: ConcurrencyLimit;
}

/** What the queries of one request share. */
interface SharedRequest {
  readonly service: DataService;
  readonly timeLimit: TimeLimit;
  readonly context: RequestContext;
  sentBytes: number;
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
  const timeLimit = startTimeLimit(call, service.limits.queryTimeoutMs);
  try {
    const shared = { service, timeLimit, context: toContext(request, timeLimit, service), sentBytes: 0 };
    const counts = countRefIds(request.queries);
    const answers = [...counts].map(async ([refId, [query, count]]): Promise<[string, DataResponse]> => [
      refId,
      await answer(query, count, shared),
    ]);
    return { responses: new Map(await Promise.all(answers)) };
  } catch (error) {
    const refusal = toWireQueryError(toBackendError(error));
    return { responses: new Map(request.queries.map(({ refId }) => [refId, refusal])) };
  } finally {
    timeLimit.release();
  }
}

/** What holds for all queries alike. @throws BackendError where none can be served: no work is done for any then. */
function toContext(request: QueryDataRequest, { signal }: TimeLimit, service: DataService): RequestContext {
  const { maxQueriesPerRequest } = service.limits;
  const count = request.queries.length;
  if (count > maxQueriesPerRequest) {
    throw new BackendError(
      "limit-exceeded",
      `a request may hold ${maxQueriesPerRequest} queries and this one has ${count}; split it`,
    );
  }
  const plugin = fromWireContext(request.pluginContext);
  return { plugin, headers: fromWireHeaders(request.headers), signal, log: service.log };
}

/** Each refId with its first query, and how many queries claim it. */
function countRefIds(queries: readonly DataQuery[]): Map<string, [DataQuery, number]> {
  const counts = new Map<string, [DataQuery, number]>();
  for (const query of queries) {
    const known = counts.get(query.refId);
    if (known) known[1]++;
    else counts.set(query.refId, [query, 1]);
  }
  return counts;
}

/** Never rejects: what goes wrong with one query is that query's answer. */
async function answer(query: DataQuery, count: number, shared: SharedRequest): Promise<DataResponse> {
  const { timeLimit, context } = shared;
  const { handlers, limits, concurrency, log } = shared.service;
  try {
    if (count > 1) throw new BackendError("bad-request", `the request holds ${count} queries of this refId`);
    const parsed = fromWireQuery(query);
    const work = concurrency.run(() => handlers.queryData(parsed, context), timeLimit.signal);
    const answered = toWireFrames(await timeLimit.orEnded(work), query.refId);
    const bytes = answerBytes(answered);
    if (shared.sentBytes + bytes > limits.maxAnswerBytes) throw tooLarge(bytes, shared.sentBytes, limits);
    shared.sentBytes += bytes;
    return answered;
  } catch (error) {
    const { signal } = timeLimit;
    const failure = toBackendError(signal.aborted ? signal.reason : error);
    if (failure.source === "plugin") {
      log.error("query failed", { refId: query.refId, code: failure.code, ...toErrorFields(failure) });
    }
    return toWireQueryError(failure);
  }
}

function tooLarge(bytes: number, sentBytes: number, { maxAnswerBytes }: Limits): BackendError {
  const others = sentBytes > 0 ? `, beside ${sentBytes} for other queries of the request` : "";
  return new BackendError(
    "limit-exceeded",
    `the answer takes ${bytes} bytes${others}; at most ${maxAnswerBytes} are sent: ask for fewer points`,
  );
}
