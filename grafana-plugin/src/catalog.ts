/** What pickers and variables can list. */
export const CATALOG_LISTS = [
  "models",
  "versions",
  "features",
  "business",
  "attributes",
  "values",
  "monitors",
] as const;
export type CatalogList = (typeof CATALOG_LISTS)[number];

export interface CatalogScope {
  readonly model?: string | undefined;
  readonly modelVersion?: string | undefined;
  /** For `values`: whose values. */
  readonly attribute?: string | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

type GetResource = (path: string, params: Record<string, string | number>) => Promise<unknown>;

/** One list of the store, through the backend's resources. Rejects when the backend does, or when it answers anything else. */
export async function listCatalog(
  get: GetResource,
  list: CatalogList,
  scope: CatalogScope,
): Promise<string[]> {
  const answer = await get(list, toParams(scope));
  if (!Array.isArray(answer) || !answer.every((item) => typeof item === "string")) {
    throw new TypeError(
      `the backend's list of ${list} is not a list of names; frontend and backend may be of different versions`,
    );
  }
  return answer;
}

function toParams(scope: CatalogScope): Record<string, string | number> {
  const params: Record<string, string | number> = {};
  if (scope.model) params["model"] = scope.model;
  if (scope.modelVersion) params["modelVersion"] = scope.modelVersion;
  if (scope.attribute) params["attribute"] = scope.attribute;
  if (scope.fromMs !== undefined) params["from"] = scope.fromMs;
  if (scope.toMs !== undefined) params["to"] = scope.toMs;
  return params;
}

/**
 * A dashboard variable's text as a list: `models`, `versions($model)`, `features(flight-delay)`, `values($model, ml.arm)`.
 * undefined where the text is none of these.
 */
export function parseVariableQuery(text: string): { list: CatalogList; scope: CatalogScope } | undefined {
  const match = /^\s*([a-z]+)\s*(?:\(([^()]*)\))?\s*$/u.exec(text);
  const list = CATALOG_LISTS.find((name) => name === match?.[1]);
  if (list === undefined) return undefined;
  const [model, attribute] = (match?.[2] ?? "").split(",").map((part) => part.trim());
  return { list, scope: { model, attribute } };
}
