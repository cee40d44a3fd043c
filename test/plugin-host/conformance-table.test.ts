import { expect, it } from "vitest";
import { readConformanceReadme, writeConformanceReadme } from "./conformance-table.js";

it("the README's table is the one that the facts and the known failures give", () => {
  const { found, wanted } = readConformanceReadme();
  if (process.env["UPDATE"] === "1") writeConformanceReadme();
  // an update fails once, so that somebody looks at it
  expect(found, "UPDATE=1 writes it").toBe(wanted);
});
