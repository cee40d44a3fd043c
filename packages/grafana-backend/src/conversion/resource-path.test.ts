import * as fc from "fast-check";
import { expect, it } from "vitest";
import { toResourcePath } from "./resource-path.js";

it("decodes segments once", () => {
  expect(toResourcePath("/models/a%20b/")).toEqual(["models", "a b"]);
  expect(toResourcePath("a%2520b")).toEqual(["a%20b"]);
  expect(toResourcePath("")).toEqual([]);
});

it.each([
  "..",
  "models/../x",
  "..%2f..%2fetc",
  "%2e%2e/x",
  "a//b",
  "a%00",
  "a%5c..",
  "%",
  "%c3",
  "a/".repeat(2000),
])("refuses %s", (path) => {
  expect(() => toResourcePath(path)).toThrow(/resource path/);
});

it("never gives a segment that could leave its folder, whatever the spelling", () => {
  const piece = fc.constantFrom("..", "%2e", "%2f", "/", "\\", "%5c", ".", "a", "%25", "%00");
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join("")),
      (path) => {
        let segments: readonly string[] = [];
        try {
          segments = toResourcePath(path);
        } catch {
          return; // refused: safe
        }
        for (const segment of segments) expect(segment).not.toMatch(/^\.{0,2}$|[/\\\0]/);
      },
    ),
  );
});
