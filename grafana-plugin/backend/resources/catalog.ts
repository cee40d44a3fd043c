import {
  ATTR_ARM,
  ATTR_BUSINESS_NAME,
  ATTR_FEATURE_NAME,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  ModelwatchError,
  STRATUM_PREFIX,
} from "@modelwatch/conventions";
import type { Monitor } from "@modelwatch/conventions/query";
import type { Matcher, Source } from "@modelwatch/sources";
import type { CatalogRequest } from "./catalog-request.js";

export interface CatalogScope {
  readonly source: Source;
  readonly monitors: readonly Monitor[];
}

type CatalogList = (
  request: CatalogRequest,
  scope: CatalogScope,
  signal: AbortSignal,
) => Promise<readonly string[]>;

/** What pickers and variables can list, by the resource's path. Each answers with names in ascending order. */
export const CATALOG_LISTS: ReadonlyMap<string, CatalogList> = new Map<string, CatalogList>([
  ["models", valuesOf(ATTR_MODEL_NAME)],
  ["versions", valuesOf(ATTR_MODEL_VERSION)],
  ["features", valuesOf(ATTR_FEATURE_NAME)],
  ["business", valuesOf(ATTR_BUSINESS_NAME)],
  ["arms", valuesOf(ATTR_ARM)],
  ["values", listValues],
  ["strata", listStrata],
  ["attributes", listAttributes],
  [
    "monitors",
    async ({ model }, { monitors }) =>
      monitorsOf(monitors, model)
        .map(({ id }) => id)
        .sort(byText),
  ],
]);

function valuesOf(attribute: string): CatalogList {
  return (request, { source }, signal) =>
    source.labelValues({ attribute, matchers: toMatchers(request, attribute), range: request.range }, signal);
}

async function listValues(
  request: CatalogRequest,
  scope: CatalogScope,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (request.attribute === undefined) {
    throw new ModelwatchError("invalid-argument", {
      problem: "the parameter attribute is missing",
      allowed: `a wire attribute such as ${ATTR_ARM}`,
    });
  }
  return valuesOf(request.attribute)(request, scope, signal);
}

/** Attributes by which arms can be compared or matched: of those that every model may have, and of its strata, what is stored. */
async function listAttributes(
  request: CatalogRequest,
  { source }: CatalogScope,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const matchers = toMatchers(request, "");
  const stored = await source.labelNames({ prefix: "ml.", matchers, range: request.range }, signal);
  return stored.filter(
    (name) => name === ATTR_ARM || name === ATTR_MODEL_VERSION || name.startsWith(STRATUM_PREFIX),
  );
}

/** Strata by the names that queries use: those that are stored, and those that a monitor expects. */
async function listStrata(
  request: CatalogRequest,
  { source, monitors }: CatalogScope,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const matchers = toMatchers(request, "");
  const stored = await source.labelNames({ prefix: STRATUM_PREFIX, matchers, range: request.range }, signal);
  const names = stored.map((attribute) => attribute.slice(STRATUM_PREFIX.length));
  const expected = monitorsOf(monitors, request.model).flatMap(({ strata }) => strata);
  return [...new Set([...names, ...expected])].sort(byText);
}

function monitorsOf(monitors: readonly Monitor[], model: string | undefined): readonly Monitor[] {
  return monitors.filter((monitor) => model === undefined || monitor.model === model);
}

function toMatchers(request: CatalogRequest, listed: string): Matcher[] {
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [ATTR_MODEL_NAME, request.model],
    [ATTR_MODEL_VERSION, request.modelVersion],
  ];
  return pairs.flatMap(([attribute, value]) =>
    value === undefined || attribute === listed ? [] : [{ attribute, operator: "=", value }],
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
