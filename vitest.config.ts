import { defineConfig } from "vitest/config";

// Tests read the sources of our packages, not their build: a change is tested as soon as it is saved.
const conditions = ["modelwatch-source", "node", "import", "module", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "otel-instrumentation/src/**/*.test.ts", "dashboards/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    pool: "forks",
    testTimeout: 60_000,
  },
});
