import type { FindingsFile } from "@modelwatch/conventions/query";
import { renderToStaticMarkup } from "preact-render-to-string";
import { Page } from "./page.js";
import type { ReportStory } from "./story.js";

/**
 * Findings as one HTML page that needs nothing else: no script, no request. Everything is escaped by construction (JSX).
 * The same findings give the same bytes.
 */
export function renderReport(file: FindingsFile, story: ReportStory): string {
  return `<!doctype html>\n${renderToStaticMarkup(<Page file={file} story={story} />)}\n`;
}
