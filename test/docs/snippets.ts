import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export interface Snippet {
  /** `packages/statistics/README.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

/** Every fenced block of every Markdown file of the project, in order. */
export function readSnippets(): Snippet[] {
  return markdownFiles().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)].map((match) => ({
      place: `${relative(ROOT, file)}:${text.slice(0, match.index).split("\n").length}`,
      language: match[1] ?? "",
      code: match[2] ?? "",
    }));
  });
}

const SKIPPED = new Set(["node_modules", "dist", "dist-zip", "out", ".git", ".snippets"]);

/** Every Markdown file below a folder, in order. */
export function markdownFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : markdownFiles(path);
      return entry.name.endsWith(".md") ? [path] : [];
    })
    .sort();
}

/** `expression; // => value` becomes a check that the expression equals the value. */
export function withChecks(code: string): string {
  const checked = code.replace(
    /^(?!\s*\/\/)(.+?);[ \t]*\/\/ => (.+)$/gm,
    (_line, expression: string, value: string) =>
      /^\s*(const|let)\s+(\w+)/.test(expression)
        ? `${expression}; expect(${/^\s*(?:const|let)\s+(\w+)/.exec(expression)?.[1]}).toEqual(${value});`
        : `expect(${expression}).toEqual(${value});`,
  );
  return `import { expect } from "vitest";\n${checked}\nexport {};\n`;
}
