import { expect, it } from "vitest";
import { createLogger } from "./logger.js";

const NOW = new Date("2026-01-02T03:04:05.678Z");

function logged(emit: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  emit(createLogger({ module: "plugin", write: (line) => lines.push(line), now: () => NOW }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^\{.*\}\n$/);
  return JSON.parse(lines[0] ?? "");
}

it("writes go-plugin's fields, the time with exactly six decimals", () => {
  expect(logged((log) => log.warn("slow", { durationMs: 12 }))).toEqual({
    "@level": "warn",
    "@message": "slow",
    "@module": "plugin",
    "@timestamp": "2026-01-02T03:04:05.678000Z",
    durationMs: 12,
  });
});

it("keeps a message with line breaks on one line, and bounds its length", () => {
  expect(logged((log) => log.error("a\nb"))["@message"]).toBe("a\nb");
  expect(String(logged((log) => log.error("x".repeat(100_000)))["@message"]).length).toBeLessThan(10_000);
});

it("keeps a line under the 64 KiB that the host reads, whatever its fields hold", () => {
  const lines: string[] = [];
  const log = createLogger({ module: "plugin", write: (line) => lines.push(line), now: () => NOW });
  const texts = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, "\u0001🚢".repeat(4_000)]));
  log.error("wide", texts);
  log.error("many", Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`field${i}`, i])));
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThan(64 * 1024);
  expect(lines.map((line): unknown => JSON.parse(line)["@message"])).toEqual(["wide", "many"]);
});

it("does not let a field take the place of level or message", () => {
  const fields = { "@level": "trace", "@message": "forged" };
  expect(logged((log) => log.info("true", fields))).toMatchObject({ "@level": "info", "@message": "true" });
});
