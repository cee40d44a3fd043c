import {
  CallResourceRequest,
  CheckHealthRequest,
  QueryDataRequest,
  type DataQuery,
  type PluginContext,
} from "../../../packages/grafana-backend/src/generated/pluginv2.js";
import { DAY_MS, STORED_RANGE } from "../grafana-store.js";
import { HOSTILE_VALUES } from "./hostile-values.js";
import { mutateBytes } from "./mutate-bytes.js";
import { mutateJson } from "./mutate-json.js";
import type { Random } from "./random.js";
import { CANARY, type RecordedRequest } from "./recorded-requests.js";

export interface MutatedRequest extends RecordedRequest {
  /** A query was put beside the mutated one that must be answered whatever the other is. */
  readonly hasGoodQuery: boolean;
  /** Fields were changed each in its place, so that secrets are where they were; changed bytes may have moved them. */
  readonly keepsSecrets: boolean;
}

/** The refId of the query that must be answered. */
export const GOOD_REF_ID = "good";

const HOSTILE_STRINGS = HOSTILE_VALUES.filter((value) => typeof value === "string");
/** In ms: the ends of what dates, doubles and 64 bits hold among them. */
const HOSTILE_TIMES = [
  BigInt(STORED_RANGE.fromMs - 30 * DAY_MS),
  BigInt(STORED_RANGE.fromMs),
  BigInt(STORED_RANGE.toMs),
  BigInt(STORED_RANGE.toMs) + 3_600_001n,
  8_640_000_000_000_000n,
  -8_640_000_000_000_001n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const HOSTILE_PATHS = [
  "",
  "/",
  "..",
  "..%2f",
  "%2e%2e/x",
  "a//b",
  "%",
  "%00",
  "models/",
  "\\",
  "http://x/models",
];
const HOSTILE_URLS = [
  "?",
  "models?from=2&to=1",
  "models?__proto__=1&model=",
  "?attribute=%ff",
  "values?attribute=__proto__",
];

/** A recorded request with changes, either to its bytes or to what they say. */
export function mutateRequest(
  recorded: RecordedRequest,
  other: RecordedRequest,
  good: DataQuery,
  random: Random,
): MutatedRequest {
  const { method } = recorded;
  const structured = random.below(5) < 3 ? STRUCTURED[method]?.(recorded.bytes, good, random) : undefined;
  if (structured) return { method, keepsSecrets: true, ...structured };
  const bytes = mutateBytes(recorded.bytes, other.bytes, random);
  return { method, bytes, keepsSecrets: false, hasGoodQuery: false };
}

type StructuredMutation = (
  bytes: Uint8Array,
  good: DataQuery,
  random: Random,
) => Pick<MutatedRequest, "bytes" | "hasGoodQuery">;

const STRUCTURED: Readonly<Record<string, StructuredMutation>> = {
  "pluginv2.Data/QueryData": (bytes, good, random) => {
    const request = QueryDataRequest.decode(bytes);
    for (const query of request.queries) mutateQuery(query, random);
    // settings and headers are of the whole request: with those changed, every query may be refused
    const isQueryAlone = random.below(5) > 0;
    if (isQueryAlone) request.queries.push(good);
    else {
      if (request.pluginContext) mutateContext(request.pluginContext, random);
      request.headers.set(random.pick(HOSTILE_STRINGS), random.pick(HOSTILE_STRINGS));
    }
    return { bytes: QueryDataRequest.encode(request).finish(), hasGoodQuery: isQueryAlone };
  },
  "pluginv2.Diagnostics/CheckHealth": (bytes, _good, random) => {
    const request = CheckHealthRequest.decode(bytes);
    if (request.pluginContext) mutateContext(request.pluginContext, random);
    return { bytes: CheckHealthRequest.encode(request).finish(), hasGoodQuery: false };
  },
  "pluginv2.Resource/CallResource": (bytes, _good, random) => {
    const request = CallResourceRequest.decode(bytes);
    request.path = random.pick([request.path, ...HOSTILE_PATHS, ...HOSTILE_STRINGS]);
    request.url = random.pick([request.url, ...HOSTILE_URLS, ...HOSTILE_STRINGS]);
    request.method = random.pick(["GET", "POST", "", "TRACE", "get"]);
    request.headers.set(random.pick(HOSTILE_STRINGS), { values: [random.pick(HOSTILE_STRINGS)] });
    if (random.below(4) === 0 && request.pluginContext) mutateContext(request.pluginContext, random);
    return { bytes: CallResourceRequest.encode(request).finish(), hasGoodQuery: false };
  },
};

function mutateQuery(query: DataQuery, random: Random): void {
  const kind = random.below(10);
  if (kind === 0) query.refId = random.pick(HOSTILE_STRINGS);
  else if (kind === 1) query.queryType = random.pick(HOSTILE_STRINGS);
  else if (kind === 2 && query.timeRange) {
    if (random.below(2) === 0) query.timeRange.fromEpochMS = random.pick(HOSTILE_TIMES);
    if (random.below(2) === 0) query.timeRange.toEpochMS = random.pick(HOSTILE_TIMES);
  } else query.json = withMutatedJson(query.json, random);
}

function mutateContext(context: PluginContext, random: Random): void {
  const settings = context.dataSourceInstanceSettings;
  if (!settings) return;
  const text = random.pick(HOSTILE_STRINGS);
  switch (random.below(6)) {
    case 0:
      settings.url = random.pick([
        "",
        "http://",
        "ftp://x",
        "//x",
        `http://u:${CANARY}@x`,
        `http://${CANARY}@[::1`,
        text,
      ]);
      break;
    case 1:
      settings.uid = text;
      settings.name = text;
      break;
    case 2:
      settings.decryptedSecureJsonData.set(
        random.pick([...settings.decryptedSecureJsonData.keys(), text]),
        text,
      );
      break;
    case 3:
      settings.basicAuthEnabled = true;
      settings.basicAuthUser = text;
      break;
    default:
      settings.jsonData = withMutatedJson(settings.jsonData, random);
  }
}

function withMutatedJson(json: Uint8Array, random: Random): Uint8Array {
  const bytes = Buffer.from(mutateJson(Buffer.from(json).toString("utf8"), random));
  // a byte that UTF-8 does not have
  if (random.below(50) === 0 && bytes.length > 0) bytes[random.below(bytes.length)] = 0xff;
  return bytes;
}
