import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export type NumpyTime =
  | { readonly kind: "measured"; readonly version: string; readonly nanoseconds: number }
  | { readonly kind: "absent"; readonly reason: string };

/** Time of the vectorised rival, where a Python with numpy is at hand (PYTHON names another interpreter than python3). */
export function measureNumpy(): NumpyTime {
  const python = process.env["PYTHON"] ?? "python3";
  const probe = spawnSync(python, ["-c", "import numpy"], { stdio: "ignore" });
  if (probe.error !== undefined) return { kind: "absent", reason: "python3 not installed" };
  if (probe.status !== 0) return { kind: "absent", reason: "numpy not installed" };
  const script = fileURLToPath(new URL("distances_numpy.py", import.meta.url));
  // one thread: the comparison is per processor, and numpy's elementwise loops use one anyway
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  const { status, stdout, stderr } = spawnSync(python, [script], { encoding: "utf8", env });
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
