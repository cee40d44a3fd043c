import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FACTS } from "./facts/facts.js";
import { LIFECYCLE_FACTS } from "./facts/lifecycle-facts.js";
import { HOST_VARIANTS, type HostVariant } from "./host-variants.js";
import { findKnownFailure } from "./known-failures.js";
import { PLUGIN_PROCESSES, TEST_PLUGIN_PROCESSES, type PluginProcess } from "./plugin-process.js";

const README = new URL("README.md", import.meta.url);
const BEGIN =
  "<!-- conformance table: written by `UPDATE=1 npx vitest run --project plugin-host conformance-table` -->\n\n";
const END = "\n<!-- end of the conformance table -->";

/**
 * What the suite shows, as Markdown: a row for each fact and a column for each SDK. It follows from the lists of facts and
 * of known failures, since the suite fails where a fact is otherwise than they say.
 */
export function toConformanceTable(): string {
  const rows = [
    ...FACTS.map((fact) => toRow(fact, TEST_PLUGIN_PROCESSES)),
    ...LIFECYCLE_FACTS.map((fact) => toRow(fact, PLUGIN_PROCESSES)),
  ];
  const head = ["", "A host on Grafana's SDK finds that", ...HOST_VARIANTS.map(sdkVersion)];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function toRow(
  { area, name }: { readonly area: string; readonly name: string },
  processes: readonly PluginProcess[],
): string[] {
  const cells = HOST_VARIANTS.map((variant) => {
    const failing = processes.filter((process) => findKnownFailure({ variant, process, fact: name }));
    return failing.length === 0 ? "yes" : `not as ${failing.join(", ")}`;
  });
  return [area, name, ...cells];
}

/** From the module file that the variant is built with. */
function sdkVersion(variant: HostVariant): string {
  const file = new URL(`host/${variant === "newest" ? "go" : variant}.mod`, import.meta.url);
  const version = /grafana-plugin-sdk-go v(\S+)/.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${fileURLToPath(file)} names no grafana-plugin-sdk-go`);
  return version;
}

/** The README as it is, and as it should be. */
export function readConformanceReadme(): { readonly found: string; readonly wanted: string } {
  const found = readFileSync(README, "utf8");
  const begin = found.indexOf(BEGIN);
  const end = found.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("README.md has lost the marks around its conformance table");
  const wanted = found.slice(0, begin + BEGIN.length) + toConformanceTable() + found.slice(end);
  return { found, wanted };
}

export function writeConformanceReadme(): void {
  writeFileSync(README, readConformanceReadme().wanted);
}
