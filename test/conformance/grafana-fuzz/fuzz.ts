import { BACKEND_ERROR_CODES } from "@modelwatch/grafana-backend";
import {
  CallResourceResponse,
  CheckHealthResponse,
  QueryDataRequest,
  QueryDataResponse,
} from "../../../packages/grafana-backend/src/generated/pluginv2.js";
import { createFuzzedPlugin, sparseBatch, type FuzzedPlugin } from "./fuzzed-plugin.js";
import { GOOD_REF_ID, mutateRequest, type MutatedRequest } from "./mutate-request.js";
import { toPublicBytes } from "./public-bytes.js";
import { createRandom } from "./random.js";
import { CANARY, type RecordedRequest } from "./recorded-requests.js";

const MAX_MESSAGE_LENGTH = 4_096;
/** Evaluators ask for some hundreds of thousands of windows at most, whatever the query; each is bounded by its own limit. */
const MAX_WINDOWS_ASKED = 2_000_000;
/** One request of so many meets stored data, the others an empty store. */
const DATA_EVERY = 16;
const SERVED = new Set([200, ...Object.values(BACKEND_ERROR_CODES).map(({ httpStatus }) => httpStatus)]);
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];

export interface FuzzReport {
  /** What was answered, and how often: `QueryData 400`, `CallResource 200`, `QueryData call 3`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** The most windows that one request made the store read. */
  readonly mostWork: number;
}

/**
 * Puts `count` mutations of the recorded requests to the backend. @throws Error with seed, number, request and the broken
 * promise; the same seed makes the same inputs.
 */
export async function fuzz(
  recorded: readonly RecordedRequest[],
  count: number,
  seed: number,
): Promise<FuzzReport> {
  const [stored, empty] = await Promise.all([createFuzzedPlugin(sparseBatch()), createFuzzedPlugin()]);
  const good = toGoodQuery(recorded);
  const outcomes = new Map<string, number>();
  const prototypes = fingerprint();
  let mostWork = 0;
  for (let number = 0; number < count; number++) {
    const random = createRandom(seed + number);
    const input = mutateRequest(random.pick(recorded), random.pick(recorded), good, random);
    // what finds no data is judged much faster, and goes through everything else
    const plugin = number % DATA_EVERY === 0 ? stored : empty;
    try {
      for (const outcome of await check(plugin, input))
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const work = plugin.takeWork();
      mostWork = Math.max(mostWork, work);
      promise(work <= MAX_WINDOWS_ASKED, `the store was asked for ${work} windows`);
      promise(!plugin.takeLog().includes(CANARY), "a log line shows a secret");
      promise(fingerprint() === prototypes, "a prototype was changed");
    } catch (error) {
      const request = `${input.method} ${Buffer.from(input.bytes).toString("base64")}`;
      throw new Error(`seed ${seed + number}: ${String(error)}\n${request}`, { cause: error });
    }
  }
  for (const plugin of [stored, empty])
    promise(!(await plugin.metrics()).includes(CANARY), "a metric shows a secret");
  return { outcomes, mostWork };
}

/** The outcomes of one request. @throws Error where a promise is broken. */
async function check(plugin: FuzzedPlugin, input: MutatedRequest): Promise<string[]> {
  const route = plugin.routes.get(input.method);
  if (!route) throw new Error(`no route ${input.method}`);
  const name = input.method.replace(/.*\//, "");
  const { signal } = new AbortController();
  const answers: Uint8Array[] = [];
  try {
    await route.serve(input.bytes, { signal, closing: signal }, async (bytes) => void answers.push(bytes));
  } catch (error) {
    const status = error instanceof Error && "grpcStatus" in error ? error.grpcStatus : undefined;
    promise(typeof status === "number" && status !== 13, `an untyped error: ${String(error)}`);
    checkMessage(String(error));
    return [`${name} call ${String(status)}`];
  }
  for (const bytes of answers) checkSecrets(bytes, input);
  const [first] = answers;
  if (!first) throw new Error("no answer");
  if (name === "QueryData") return checkQueries(QueryDataResponse.decode(first), input, plugin.hasData);
  if (name === "CallResource") {
    const { code, body } = CallResourceResponse.decode(first);
    promise(
      SERVED.has(code) && code !== 500,
      `the resource answered ${code}: ${Buffer.from(body).toString()}`,
    );
    if (code !== 200) checkMessage(Buffer.from(body).toString());
    return [`${name} ${code}`];
  }
  if (name === "CheckHealth") {
    const { status, message } = CheckHealthResponse.decode(first);
    checkMessage(message);
    promise(!message.includes("[internal]"), message);
    return [`${name} ${status}`];
  }
  return [name];
}

function checkQueries({ responses }: QueryDataResponse, input: MutatedRequest, hasData: boolean): string[] {
  const asked = new Set(QueryDataRequest.decode(input.bytes).queries.map(({ refId }) => refId));
  promise(asked.size === responses.size, `${asked.size} refIds were asked and ${responses.size} answered`);
  const outcomes: string[] = [];
  for (const [refId, { status, error, errorSource, frames }] of responses) {
    outcomes.push(`QueryData ${status}`);
    promise(SERVED.has(status) && status !== 500, `${refId} was answered ${status}: ${error}`);
    promise((status === 200) === (error === ""), `${refId}: status ${status} with the message "${error}"`);
    promise(
      status === 200 ? errorSource === "" : errorSource === "downstream",
      `${refId} blames ${errorSource}`,
    );
    promise(status === 200 || frames.length === 0, `${refId} has frames beside its error`);
    checkMessage(error);
  }
  if (input.hasGoodQuery) {
    const answer = responses.get(GOOD_REF_ID);
    const isAnswered = answer?.status === 200 && answer.frames.length > 0 === hasData;
    promise(isAnswered, `the good query was answered ${answer?.error}`);
  }
  return outcomes;
}

function checkMessage(message: string): void {
  promise(message.length <= MAX_MESSAGE_LENGTH, `a message of ${message.length} characters`);
}

/** Changed bytes can move a secret to where none belongs, and there it is none. */
function checkSecrets(answer: Uint8Array, input: MutatedRequest): void {
  if (!Buffer.from(answer).includes(CANARY)) return;
  const isPublic = !input.keepsSecrets && Buffer.from(toPublicBytes(input)).includes(CANARY);
  promise(isPublic, `an answer shows a secret: ${Buffer.from(answer).toString()}`);
}

/** Changes with any property that a prototype gains or loses. */
function fingerprint(): string {
  return PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).length).join();
}

function promise(isKept: boolean, problem: string): asserts isKept {
  if (!isKept) throw new Error(problem);
}

/** The recorded query whose answer never changes, under a refId of its own. */
function toGoodQuery(recorded: readonly RecordedRequest[]) {
  const first = recorded.find(({ method }) => method.endsWith("QueryData"));
  const [query] = first ? QueryDataRequest.decode(first.bytes).queries : [];
  if (!query) throw new Error("no query was recorded");
  return { ...query, refId: GOOD_REF_ID };
}
