import type { ReferenceCategories, ReferenceHistogram } from "@modelwatch/conventions";
import { isFeature, type TableRole } from "./assign-roles.js";
import type { FittedFile } from "./run-fit.js";

/** What was made of every column, for people to check, and the code that uses the file. */
export function describeFit(fitted: FittedFile, file: string): string {
  const { reference, roles } = fitted;
  const lines = roles.map((role) => describeColumn(role, fitted));
  const score = reference.prediction;
  return [
    `${reference.model.name} ${reference.model.version}: ${formatCount(reference.rows)} rows, reference ${reference.id}`,
    ...(reference.from === undefined ? [] : [`from ${reference.from} to ${reference.to ?? ""}`]),
    "",
    ...toColumns([["column", "role", "why", "made of it", "invalid"], ...lines]),
    "",
    score === undefined ? "No --score: the reference holds features only." : describeOutcomes(fitted),
    `Written to ${file}. To use it:`,
    "",
    ...toCode(fitted, file),
    "",
  ].join("\n");
}

function describeColumn({ profile, role }: TableRole, { reference }: FittedFile): readonly string[] {
  const { name } = profile;
  const made = isFeature(role)
    ? reference.features[name]
    : role.kind === "score"
      ? reference.prediction
      : undefined;
  const shown =
    made === undefined ? "" : made.kind === "numeric" ? describeNumbers(made) : describeCategories(made);
  return [name, role.kind, role.reason, shown, made === undefined ? "" : describeInvalid(made.invalid)];
}

function describeNumbers({ bounds, counts }: ReferenceHistogram): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const largest = formatShare(Math.max(...counts) / total);
  const ends = bounds.length === 1 ? `${bounds[0]}` : `${bounds[0]} … ${bounds.at(-1)}`;
  return `${bounds.length} bounds, ${ends}; the fullest bucket holds ${largest}`;
}

function describeCategories({ categories, counts }: ReferenceCategories): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [first = ""] = categories;
  const other = (counts.at(-1) ?? 0) / total;
  const most = first.length > 24 ? `${first.slice(0, 24)}…` : first;
  return `${categories.length} categories, most often ${most}; ${formatShare(other)} others`;
}

function describeInvalid(invalid: Readonly<Record<string, number>>): string {
  const reasons = Object.entries(invalid).map(([reason, count]) => `${formatCount(count)} ${reason}`);
  return reasons.length === 0 ? "none" : reasons.join(", ");
}

function describeOutcomes({ reference, model }: FittedFile): string {
  const rows = (name: string) =>
    reference.outcomes?.[name]?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  const [positive, labelled] = [rows("1"), rows("0") + rows("1")];
  const kind = model.prediction.kind === "score" ? "ranking score" : model.prediction.kind;
  if (labelled === 0) return `The score is a ${kind}; no classes of ground truth, so no scores by outcome.`;
  return `The score is a ${kind}; ${formatCount(labelled)} rows have ground truth, ${formatShare(positive / labelled)} of them positive.`;
}

function toCode({ model }: FittedFile, file: string): readonly string[] {
  const kinds = new Set([...model.features.values()].map(({ kind }) => kind));
  const imports = [
    ...kinds,
    "createModelwatch",
    "defineModel",
    "parseReferenceFile",
    model.prediction.kind,
  ].sort();
  const features = [...model.features].map(([name, { kind }]) => `    ${JSON.stringify(name)}: ${kind}(),`);
  return [
    `import { readFileSync } from "node:fs";`,
    `import { ${imports.join(", ")} } from "@modelwatch/instrumentation";`,
    ``,
    `const model = defineModel({`,
    `  name: ${JSON.stringify(model.name)},`,
    `  version: ${JSON.stringify(model.version)},`,
    `  prediction: ${model.prediction.kind}(),`,
    `  features: {`,
    ...features,
    `  },`,
    `});`,
    `const parsed = parseReferenceFile(readFileSync(${JSON.stringify(file)}, "utf8"));`,
    `if (parsed.kind === "invalid") console.error(parsed.reason);`,
    `const watch = createModelwatch().watch(model, { reference: parsed.kind === "reference" ? parsed.reference : undefined });`,
  ];
}

/** Cells padded to columns. */
function toColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_head, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function formatCount(count: number): string {
  return count.toLocaleString("en");
}

function formatShare(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
