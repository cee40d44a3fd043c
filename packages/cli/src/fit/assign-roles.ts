import { ModelwatchError } from "@modelwatch/conventions";
import { inferRole, type ColumnRole } from "./column-role.js";
import type { ColumnProfile } from "./profile-columns.js";

/** What was asked for. Lists hold column names, or several with commas between them. */
export interface RoleRequest {
  readonly target?: string | undefined;
  readonly score?: string | undefined;
  readonly time?: string | undefined;
  /** The only features; all columns without another role by default. */
  readonly features: readonly string[];
  readonly numeric: readonly string[];
  readonly categorical: readonly string[];
  readonly ignore: readonly string[];
}

/** A column with its role. */
export interface TableRole {
  readonly profile: ColumnProfile;
  readonly role: ColumnRole;
}

/**
 * The role of every column, in the file's order: asked for, else inferred.
 * @throws ModelwatchError `not-found` for a column that the file does not have, `invalid-argument` for one with two roles or where no
 * feature is left.
 */
export function assignRoles(profiles: readonly ColumnProfile[], request: RoleRequest): readonly TableRole[] {
  const names = new Set(profiles.map(({ name }) => name));
  const asked = new Map<string, ColumnRole>();
  const ask = (texts: readonly string[], kind: ColumnRole["kind"]): void => {
    for (const name of columnsOf(texts, names)) {
      const before = asked.get(name);
      if (before !== undefined) throw twoRoles(name, before.kind, kind);
      asked.set(name, { kind, reason: "asked for" });
    }
  };
  const { target, score, time } = request;
  ask(listOf(target), "target");
  ask(listOf(score), "score");
  ask(listOf(time), "time");
  ask(request.numeric, "numeric");
  ask(request.categorical, "categorical");
  ask(request.ignore, "ignored");
  const only = new Set(columnsOf(request.features, names));
  const roles = profiles.map((profile) => ({
    profile,
    role: asked.get(profile.name) ?? roleOfFeature(profile, only),
  }));
  if (!roles.some(({ role }) => isFeature(role))) {
    throw new ModelwatchError("invalid-argument", {
      problem: "no column is left as a feature",
      allowed: "at least one numeric or categorical column",
      remedy: "name them with --numeric and --categorical",
    });
  }
  return roles;
}

export function isFeature({ kind }: ColumnRole): boolean {
  return kind === "numeric" || kind === "categorical";
}

function roleOfFeature(profile: ColumnProfile, only: ReadonlySet<string>): ColumnRole {
  if (only.size === 0) return inferRole(profile);
  if (!only.has(profile.name)) return { kind: "ignored", reason: "not among --features" };
  const role = inferRole(profile);
  if (role.kind !== "ignored") return role;
  throw new ModelwatchError("invalid-argument", {
    problem: `column "${profile.name}" is named as a feature, but ${role.reason}`,
    remedy: "name it with --numeric or --categorical if it is one all the same",
  });
}

function listOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}

/** A text that names a column is that column; else it is a list. */
function columnsOf(texts: readonly string[], names: ReadonlySet<string>): readonly string[] {
  return texts
    .flatMap((text) => (names.has(text) ? [text] : text.split(",")))
    .map((text) => {
      if (names.has(text)) return text;
      const shown = [...names].slice(0, 30).join(", ");
      throw new ModelwatchError("not-found", {
        problem: `there is no column "${text}"`,
        allowed: `the file has ${shown}${names.size > 30 ? ` and ${names.size - 30} more` : ""}`,
        remedy: "column names are case-sensitive",
      });
    });
}

function twoRoles(name: string, a: string, b: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem: a === b ? `column "${name}" is named twice` : `column "${name}" is named as ${a} and as ${b}`,
    allowed: "one role for each column",
  });
}
