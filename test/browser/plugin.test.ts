import { afterAll, beforeAll, describe } from "vitest";
import { testConfigEditor } from "./config-editor.js";
import { openPluginPages, type PluginPages } from "./plugin-page.js";
import { testQueryEditor } from "./query-editor.js";

// one build, one backend and one browser for all: they cost more than the tests
let pages: PluginPages;
beforeAll(async () => {
  pages = await openPluginPages();
});
afterAll(() => pages?.close());

describe("the config editor", () => testConfigEditor(() => pages));
describe("the query editor", () => testQueryEditor(() => pages));
