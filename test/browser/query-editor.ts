import { join } from "node:path";
import { parseQuery } from "@modelwatch/conventions/query";
import { expect, test } from "vitest";
import { choose, chooseText, readSaved, waitForSentence, type PluginPages } from "./plugin-page.js";

const RANGE = { from: "2013-04-01T00:00:00Z", to: "2014-01-01T00:00:00Z" };

/** What the backend parses: the saved query without Grafana's reference id, with the panel's range. */
function parseSaved(saved: Record<string, unknown>): ReturnType<typeof parseQuery> {
  const query: Record<string, unknown> = { ...saved, range: RANGE };
  delete query["refId"];
  return parseQuery(query);
}

/** Registers the tests; `served` gives the pages once they are served. */
export function testQueryEditor(served: () => PluginPages): void {
  test("an empty query becomes a drift query of the store's first model that can be sent", async () => {
    const { page, messages } = await served().open("query");
    await waitForSentence(page, "flight-delay");
    const query = parseSaved(await readSaved(page, "Saved query"));
    expect(query).toMatchObject({
      analysis: "drift",
      subject: { model: "flight-delay", target: { kind: "inputs" } },
    });
    expect(await page.getByLabel("Runs").textContent()).toBe("1");
    await page.screenshot({ path: join(served().screenshots, "drift.png") });
    expect(messages).toEqual([]);
  });

  test("drift of one feature with a tolerance is built by clicking", async () => {
    const { page, messages } = await served().open("query");
    await waitForSentence(page, "flight-delay");
    await choose(page, "Look at", "One feature");
    expect(await page.getByRole("status").textContent()).toBe("Choose a feature.");
    await choose(page, "Feature", "distance");
    await choose(page, "Window", "1 week");
    await chooseText(page, "Time zone", "America/New_York");
    await page.getByText("Advanced").click();
    await page.getByLabel("Tolerance", { exact: true }).fill("0.1");
    await page.keyboard.press("Tab");
    await page.screenshot({ path: join(served().screenshots, "drift-feature.png") });
    const query = parseSaved(await readSaved(page, "Saved query"));
    expect(query.subject.target).toEqual({ kind: "feature", name: "distance" });
    expect(query.window).toEqual({ width: "1w", timeZone: "America/New_York" });
    expect(query.guard.tolerance).toBe(0.1);
    expect(await page.getByRole("status").textContent()).toContain(
      "beyond a Hellinger distance of 0.1 counts",
    );
    expect(messages).toEqual([]);
  });

  test("a number that is not allowed is named and not saved", async () => {
    const { page } = await served().open("query");
    await waitForSentence(page, "flight-delay");
    await page.getByText("Advanced").click();
    await page.getByLabel("Tolerance", { exact: true }).fill("seven");
    await page.keyboard.press("Tab");
    await page.getByText("“seven” was not saved").waitFor();
    expect(await readSaved(page, "Saved query")).not.toHaveProperty("guard");
  });

  test("lift says what is still to choose and is then built by clicking", async () => {
    const { page, messages } = await served().open("query");
    await waitForSentence(page, "flight-delay");
    await choose(page, "Question", "What is the change worth?");
    expect(await page.getByRole("status").textContent()).toBe(
      "Choose a business value, the treated group and the control group.",
    );
    await choose(page, "Business value", "delay-minutes");
    await choose(page, "Treated", "policy");
    await choose(page, "Control", "control");
    await page.getByLabel("Designed share").fill("0.5");
    await page.keyboard.press("Tab");
    await page.screenshot({ path: join(served().screenshots, "lift.png") });
    const query = parseSaved(await readSaved(page, "Saved query"));
    expect(query.compare).toEqual({
      attribute: "ml.arm",
      treated: "policy",
      control: "control",
      treatedShare: 0.5,
    });
    expect(query.subject.target).toEqual({ kind: "business", name: "delay-minutes" });
    expect(query.window.width).toBe("range");
    expect(messages).toEqual([]);
  });

  test("verdict needs a model alone, and a version can be chosen and cleared", async () => {
    const { page, messages } = await served().open("query", "light", 400);
    await waitForSentence(page, "flight-delay");
    await choose(page, "Question", "Should someone look?");
    await choose(page, "Version", "2013-q1");
    expect(parseSaved(await readSaved(page, "Saved query"))).toMatchObject({
      analysis: "verdict",
      subject: { model: "flight-delay", modelVersion: "2013-q1" },
    });
    await page.screenshot({ path: join(served().screenshots, "verdict-light-narrow.png"), fullPage: true });
    await page.getByLabel("Clear value").or(page.getByLabel("select-clear-value")).first().click();
    const { subject } = parseSaved(await readSaved(page, "Saved query"));
    expect(subject).not.toHaveProperty("modelVersion");
    expect(messages).toEqual([]);
  });

  test("a store that cannot be read leaves free text and says why", async () => {
    const { page } = await served().open("config");
    await page.getByLabel("DuckDB file").click({ force: true });
    await page.getByLabel("File", { exact: true }).fill("/nowhere/modelwatch.duckdb");
    await page.getByRole("button", { name: "Save & test" }).click();
    await page.getByRole("alert").waitFor();
    await page.screenshot({ path: join(served().screenshots, "config-bad.png") });
    const { page: queryPage } = await served().open("query");
    await queryPage.getByText("Lists of names could not be read").waitFor();
    await chooseText(queryPage, "Model", "typed-by-hand");
    await queryPage.screenshot({ path: join(served().screenshots, "store-down.png") });
    expect(parseSaved(await readSaved(queryPage, "Saved query")).subject.model).toBe("typed-by-hand");
  });
}
