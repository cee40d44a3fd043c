import { defineConfig } from "vitest/config";

// Tests read the sources of our packages, not their build: a change is tested as soon as it is saved.
// Not `module`: that is for bundlers, and @opentelemetry/api has a build under it that Node cannot load.
const conditions = ["modelwatch-source", "node", "import", "default"];
const UNIT = ["packages/*/src", "otel-instrumentation/src", "grafana-plugin/{src,backend}", "dashboards/src"];

/** `npm test` runs unit and conformance, which need Node and npm alone; the rest needs real peers or minutes. */
const SUITES: Readonly<Record<string, readonly string[]>> = {
  unit: UNIT.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
  conformance: ["test/{structure,conformance,regression,docs,binning}/**/*.test.ts"],
  calibration: ["test/calibration/**/*.test.ts"],
  stack: ["test/stack/**/*.test.ts"],
  "plugin-host": ["test/plugin-host/**/*.test.ts"],
  browser: ["test/browser/**/*.test.ts"],
  demo: ["test/demo/**/*.test.ts"],
  // OpenTelemetry's third line needs it; `.ci/newest-lts` installs both
  ...(Number.parseInt(process.versions.node) >= 22 && {
    "opentelemetry-3": ["test/opentelemetry-3/**/*.test.ts"],
  }),
};

export default defineConfig({
  test: {
    projects: Object.entries(SUITES).map(([name, include]) => ({
      resolve: { conditions },
      ssr: { resolve: { conditions, externalConditions: conditions } },
      test: {
        name,
        include: [...include],
        exclude: ["**/node_modules/**", "**/dist/**"],
        pool: "forks" as const,
        // unit tests share nothing that they change: loading the packages anew for each file took longer than the tests
        isolate: name !== "unit",
        testTimeout: 120_000,
        hookTimeout: 120_000,
      },
    })),
  },
});
