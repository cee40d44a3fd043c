import { ModelwatchError, type ReferenceFile } from "@modelwatch/conventions";
import {
  categorical,
  defineModel,
  number,
  numeric,
  probability,
  score,
  type FeatureDeclaration,
  type ModelDeclaration,
  type ModelDefinition,
  type PredictionDeclaration,
} from "@modelwatch/instrumentation";
import { fitReference } from "@modelwatch/instrumentation/fit";
import type { Progress } from "../progress/progress.js";
import { assignRoles, type RoleRequest, type TableRole } from "./assign-roles.js";
import { openTable, toIdentifier, type Table } from "./open-table.js";
import { predictionKindOf, truthKindOf, type PredictionKind } from "./prediction-kind.js";
import { profileColumns } from "./profile-columns.js";
import { tableRows } from "./table-rows.js";

export interface FitRequest extends RoleRequest {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** Where the rows came from, in words for people. */
  readonly description: string;
  readonly kind?: PredictionKind | undefined;
  readonly positive?: string | undefined;
  /** How many categories are kept of a feature. */
  readonly top: number;
  readonly missing: readonly string[];
}

/** The reference of a file, and how it came about. */
export interface FittedFile {
  readonly reference: ReferenceFile;
  readonly model: ModelDefinition;
  readonly roles: readonly TableRole[];
}

/**
 * Reads a training table three times (to learn its columns, its quantiles, its counts) and fits the reference of its model. Memory does
 * not grow with its rows.
 * @throws ModelwatchError `not-found` for a file or column that is not there, `invalid-argument` for one that cannot be read or used.
 */
export async function runFit(request: FitRequest, progress: Progress): Promise<FittedFile> {
  const table = await openTable(request.file, { missing: request.missing });
  try {
    progress.start("Reading the columns");
    const profiles = await profileColumns(table, (doneShare) => progress.update(doneShare));
    const rows = profiles[0]?.rows ?? 0;
    if (rows === 0) throw noRows(request.file);
    const roles = assignRoles(profiles, request);
    progress.succeed(`${rows.toLocaleString("en")} rows, ${profiles.length} columns`);
    return await fitRoles(request, table, roles, progress);
  } catch (error) {
    progress.fail();
    throw error;
  } finally {
    table.close();
  }
}

async function fitRoles(
  request: FitRequest,
  table: Table,
  roles: readonly TableRole[],
  progress: Progress,
): Promise<FittedFile> {
  const model = toModel(request, roles);
  const rows = roles[0]?.profile.rows ?? 0;
  const hasScores = roles.some(({ role }) => role.kind === "score");
  let read = 0;
  progress.start("Fitting the reference");
  const onRows = (more: number): void => {
    read += more;
    progress.update(read / (2 * rows), read < rows ? "quantiles" : "counts");
  };
  const reference = await fitReference({
    declaration: model,
    description: request.description,
    rows: tableRows(table, { roles, positive: request.positive, onRows }),
    withoutScores: !hasScores,
    ...(await timeRange(table, roles)),
  });
  progress.succeed(reference.id);
  return { reference, model, roles };
}

function toModel(request: FitRequest, roles: readonly TableRole[]): ModelDefinition {
  const features = new Map<string, FeatureDeclaration>();
  for (const { profile, role } of roles) {
    if (role.kind === "numeric") features.set(profile.name, numeric());
    if (role.kind === "categorical") features.set(profile.name, categorical({ top: request.top }));
  }
  const declaration: ModelDeclaration = {
    name: request.name,
    version: request.version,
    prediction: toPrediction(request, roles),
    features: Object.fromEntries(features),
  };
  return defineModel(declaration);
}

function toPrediction({ kind, positive }: FitRequest, roles: readonly TableRole[]): PredictionDeclaration {
  const profileOf = (wanted: string) => roles.find(({ role }) => role.kind === wanted)?.profile;
  const truth = truthKindOf(profileOf("target"), positive);
  const scores = profileOf("score");
  const chosen = kind ?? (scores === undefined ? undefined : predictionKindOf(scores, truth));
  const declare = { probability, number, score }[chosen ?? (truth === "number" ? "number" : "probability")];
  return declare();
}

/** The range of the time column; nothing where there is none. */
async function timeRange(
  table: Table,
  roles: readonly TableRole[],
): Promise<{ readonly from?: string; readonly to?: string }> {
  const profile = roles.find(({ role }) => role.kind === "time")?.profile;
  if (profile === undefined) return {};
  const name = toIdentifier(profile.name);
  // the cast wants seconds
  const minutes = `try_strptime(CAST(${name} AS VARCHAR), '%Y-%m-%dT%H:%M%z')`;
  const column = `coalesce(TRY_CAST(${name} AS TIMESTAMPTZ), ${minutes})`;
  const iso = (end: string) => `strftime(${end}(${column}), '%Y-%m-%dT%H:%M:%SZ')`;
  const [from = null, to = null, times] = await table.aggregate([iso("min"), iso("max"), `count(${column})`]);
  if (from === null || to === null || Number(times) < profile.filled) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the time column "${profile.name}" has ${profile.filled - Number(times)} values that are no times`,
      allowed: "dates or ISO 8601 times, read as UTC where they name no offset",
    });
  }
  return { from, to };
}

function noRows(file: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: `${file} has no rows`,
    allowed: "at least one row below the names",
  });
}
