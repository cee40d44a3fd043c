import type {
  AdHocVariableFilter,
  DataSourceInstanceSettings,
  LegacyMetricFindQueryOptions,
  MetricFindValue,
  ScopedVars,
} from "@grafana/data";
import { DataSourceWithBackend, getTemplateSrv } from "@grafana/runtime";
import { listCatalog, parseVariableQuery, type CatalogList, type CatalogScope } from "./catalog.js";
import type { ModelwatchOptions } from "./options.js";
import { interpolateQuery } from "./query/interpolate.js";
import { missingFields } from "./query/missing-fields.js";
import { DEFAULT_QUERY, toEditableQuery, type ModelwatchQuery } from "./query/model.js";

/** Asks the backend and computes nothing: panels, Explore and alert rules get the same numbers. */
export class ModelwatchDataSource extends DataSourceWithBackend<ModelwatchQuery, ModelwatchOptions> {
  // exactly one parameter: Grafana up to 10 loads a class with any other number (an implied constructor has none) as Angular
  // oxlint-disable-next-line no-useless-constructor
  constructor(instanceSettings: DataSourceInstanceSettings<ModelwatchOptions>) {
    super(instanceSettings);
  }

  override getDefaultQuery(): Partial<ModelwatchQuery> {
    return DEFAULT_QUERY;
  }

  override filterQuery(query: ModelwatchQuery): boolean {
    return query.hide !== true && missingFields(query).length === 0;
  }

  override applyTemplateVariables(
    query: ModelwatchQuery,
    scopedVars: ScopedVars,
    _filters?: AdHocVariableFilter[],
  ): ModelwatchQuery {
    return interpolateQuery(toEditableQuery(query), (text, format) =>
      getTemplateSrv().replace(text, scopedVars, format),
    );
  }

  override interpolateVariablesInQueries(
    queries: ModelwatchQuery[],
    scopedVars: ScopedVars,
  ): ModelwatchQuery[] {
    return queries.map((query) => this.applyTemplateVariables(query, scopedVars));
  }

  override getQueryDisplayText(query: ModelwatchQuery): string {
    return `${query.analysis ?? DEFAULT_QUERY.analysis} · ${query.subject?.model ?? ""}`;
  }

  /** A list of the store for the editor's pickers; variables in the scope are filled in. */
  list(list: CatalogList, scope: CatalogScope): Promise<string[]> {
    const filled = {
      ...scope,
      model: fill(scope.model),
      modelVersion: fill(scope.modelVersion),
      attribute: fill(scope.attribute),
    };
    return listCatalog((path, params) => this.getResource<unknown>(path, params), list, filled);
  }

  /** Dashboard variables: `models`, `versions($model)`, `features($model)`, `values($model, ml.arm)`. */
  override async metricFindQuery(
    text: string,
    options?: LegacyMetricFindQueryOptions,
  ): Promise<MetricFindValue[]> {
    const parsed = parseVariableQuery(getTemplateSrv().replace(text, options?.scopedVars));
    if (parsed === undefined) {
      throw new TypeError(
        `“${text}” is no list of this data source: write models, versions($model), features($model), …`,
      );
    }
    const range = { fromMs: options?.range?.from.valueOf(), toMs: options?.range?.to.valueOf() };
    const values = await this.list(parsed.list, { ...parsed.scope, ...range });
    return values.map((value) => ({ text: value, value }));
  }
}

function fill(text: string | undefined): string | undefined {
  return text ? getTemplateSrv().replace(text) : undefined;
}
