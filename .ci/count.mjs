// Sums what the steps and the tests of every suite reported, and ends with `N passed, N failed`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder)) {
  const path = join(folder, file);
  if (file.endsWith(".step")) {
    if (readFileSync(path, "utf8").trim() === "passed") passed += 1;
    else failed += 1;
  } else if (file.endsWith(".suite")) {
    const report = path.replace(/\.suite$/, ".json");
    const counts = existsSync(report)
      ? JSON.parse(readFileSync(report, "utf8"))
      : { numPassedTests: 0, numFailedTests: 1 };
    passed += counts.numPassedTests;
    failed += counts.numFailedTests;
    // a test that did not run is not a test that passed
    failed += (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
