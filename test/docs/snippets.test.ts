import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseReferenceFile } from "@modelwatch/instrumentation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "../../packages/cli/src/main.js";
import { ROOT, markdownFiles, readSnippets, withChecks } from "./snippets.js";

const FOLDER = join(ROOT, "test/docs/.snippets");
const snippets = readSnippets();

beforeAll(() => mkdirSync(FOLDER, { recursive: true }));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

describe("documentation", () => {
  it.each(snippets.filter(({ language }) => language === "ts"))(
    "$place runs as written",
    async ({ place, code }) => {
      const file = join(FOLDER, `${place.replaceAll(/[^a-z0-9]+/gi, "-")}.ts`);
      writeFileSync(file, withChecks(code));
      await import(/* @vite-ignore */ file);
    },
  );

  it.each(snippets.filter(({ language }) => ["sh", "bash", "console"].includes(language)))(
    "$place names only commands that exist",
    ({ code }) => {
      const scripts = (
        JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> }
      ).scripts;
      const named = [...code.matchAll(/npm run (?:--silent )?([\w:-]+)(?! -w)/g)].map(
        (match) => match[1] ?? "",
      );
      const ofWorkspaces = new Set([...code.matchAll(/npm run ([\w:-]+) -w/g)].map((match) => match[1]));
      expect(named.filter((name) => !(name in scripts) && !ofWorkspaces.has(name))).toEqual([]);
    },
  );

  const fits = snippets.flatMap(({ place, code }) =>
    [...code.matchAll(/^npx modelwatch (fit .+) --out \S+$/gm)].map((match) => ({
      place,
      command: match[1] ?? "",
    })),
  );
  it.each(fits)("$place fits its reference as written", async ({ command }) => {
    const out = join(FOLDER, "reference.json");
    const argv = command.split(" ").map((word) => (word.includes("/") ? join(ROOT, word) : word));
    expect(await main([...argv, "--out", out])).toBe(0);
    expect(parseReferenceFile(readFileSync(out, "utf8")).kind).toBe("reference");
  });

  it.each(markdownFiles().map((file) => [file.slice(ROOT.length + 1), file] as const))(
    "%s links to files that exist",
    (_name, file) => {
      const text = readFileSync(file, "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? "");
      expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
    },
  );
});
