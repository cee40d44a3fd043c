import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BUCKETS, sumOf, type Series } from "./distances-series.js";

export type NumpyTime =
  | { readonly kind: "measured"; readonly version: string; readonly nanoseconds: number }
  | { readonly kind: "absent"; readonly reason: string };

/** Time of the vectorised rival on the same counts, where a Python with numpy is at hand (PYTHON names another than python3). */
export function measureNumpy(series: readonly Series[]): NumpyTime {
  const python = process.env["PYTHON"] ?? "python3";
  const probe = spawnSync(python, ["-c", "import numpy"], { stdio: "ignore" });
  if (probe.error !== undefined) return { kind: "absent", reason: "python3 not installed" };
  if (probe.status !== 0) return { kind: "absent", reason: "numpy not installed" };
  const script = fileURLToPath(new URL("distances_numpy.py", import.meta.url));
  // one thread: the comparison is per processor, and numpy's elementwise loops use one anyway
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  const folder = mkdtempSync(join(tmpdir(), "modelwatch-bench-"));
  const path = join(folder, "counts.f64");
  writeFileSync(path, toRows(series));
  const { status, stdout, stderr } = spawnSync(python, [script, path], { encoding: "utf8", env });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`distances_numpy.py failed: ${stderr}`);
  const answer: unknown = JSON.parse(stdout);
  if (
    typeof answer === "object" &&
    answer !== null &&
    "version" in answer &&
    "nanoseconds" in answer &&
    typeof answer.nanoseconds === "number"
  ) {
    return { kind: "measured", version: String(answer.version), nanoseconds: answer.nanoseconds };
  }
  throw new Error(`distances_numpy.py answered ${stdout}`);
}

/** Each series: its reference, then its windows; a row is the counts and the exact sum. */
function toRows(series: readonly Series[]): Float64Array {
  const rows = series.flatMap(({ windows, reference }) => [
    ...reference.counts,
    sumOf(reference),
    ...Array.from({ length: windows.windows }, (_, window) => [
      ...windows.counts.subarray(window * BUCKETS, (window + 1) * BUCKETS),
      windows.sums?.[window] ?? 0,
    ]).flat(),
  ]);
  return Float64Array.from(rows);
}
