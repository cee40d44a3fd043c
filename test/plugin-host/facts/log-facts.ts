import { basename } from "node:path";
import { expect } from "vitest";
import { toQueryRequest } from "../query-request.js";
import type { Fact } from "./fact.js";

const area = "logs";
const LEVELS = ["debug", "info", "warn", "error"] as const;

export const LOG_FACTS: readonly Fact[] = [
  {
    area,
    name: "hclog reads level, message, fields and time of every line",
    check: async ({ host }) => {
      const log = LEVELS.map((level) => ({
        level,
        message: `said at ${level}`,
        fields: { text: 'quotes " and é', number: 1.5, flag: true },
      }));
      await host.queryData(toQueryRequest({ A: { log } }));
      const lines = await host.logs(`said at ${LEVELS[3]}`);
      const said = lines.filter(({ message }) => message.startsWith("said at"));
      expect(said).toMatchObject(
        LEVELS.map((level) => ({
          level,
          message: `said at ${level}`,
          fields: { text: 'quotes " and é', number: "1.5", flag: "true" },
        })),
      );
      const times = said.map(({ fields }) => Date.parse(fields["timestamp"] ?? ""));
      for (const time of times) expect(Math.abs(time - Date.now())).toBeLessThan(3_600_000);
    },
  },
  {
    area,
    name: "no line of the plugin's is shown raw, however long what it says",
    check: async ({ host }) => {
      const log = [
        { level: "warn", message: "x".repeat(200_000) },
        { level: "info", message: "after it" },
      ];
      await host.queryData(toQueryRequest({ A: { log } }));
      const lines = await host.logs("after it");
      expect(lines.find(({ message }) => message.startsWith("xxx"))).toMatchObject({ level: "warn" });
      const raw = lines.filter(({ message }) => message.startsWith("{") || message.includes("@message"));
      expect(raw.map(({ logger, message }) => `${basename(logger)}: ${message}`)).toEqual([]);
    },
  },
];
