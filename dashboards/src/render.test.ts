import { readFileSync } from "node:fs";
import { parseQuery, type Query } from "@modelwatch/conventions/query";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { DATA_SOURCE } from "./data-source.js";
import { renderFiles } from "./render.js";

const read = (name: string): string => readFileSync(new URL(`../generated/${name}`, import.meta.url), "utf8");

const RANGE = { from: "2013-04-01T00:00:00Z", to: "2014-01-01T00:00:00Z" };
const VALUES: Readonly<Record<string, string>> = {
  model: "flight-delay",
  feature: "distance",
  business: "delay-minutes",
  treated: "policy",
  control: "control",
};
/** Grafana's own keys beside the query's. */
const GRAFANA_KEYS = new Set(["refId", "datasource", "queryType"]);

describe("generated files", () => {
  it.each([...renderFiles()])("%s is what the sources give", (name, text) => {
    expect(read(name), "run npm run generate -w @modelwatch/dashboards").toBe(text);
  });
});

describe("the model dashboard", () => {
  const dashboard: unknown = JSON.parse(read("model.json"));
  const targets = collect(dashboard, (node) => "refId" in node && "analysis" in node);

  it("asks our data source and nothing else", () => {
    const sources = collect(
      dashboard,
      (node) => "uid" in node && "type" in node && Object.keys(node).length === 2,
    );
    expect(sources.length).toBeGreaterThan(targets.length);
    for (const source of sources) expect(source).toEqual(DATA_SOURCE);
  });

  it("has a panel for each of verdict, drift, performance and lift", () => {
    const analyses = new Set(targets.map((target) => target["analysis"]));
    expect(analyses).toEqual(new Set(["drift", "lift", "performance", "verdict"]));
  });

  it.each(
    targets.map((target) => [`${String(target["analysis"])} ${JSON.stringify(target["subject"])}`, target]),
  )("the backend can parse the query %s", (_, target) => {
    const query = parseTarget(target);
    expect(query.subject.model).toBe("flight-delay");
    expect(JSON.stringify(query)).not.toContain("$");
  });

  it("uses no variable that it does not have", () => {
    const names = collect(dashboard, (node) => "definition" in node).map((node) => String(node["name"]));
    expect(names.sort()).toEqual(Object.keys(VALUES).sort());
  });
});

describe("the alert rule", () => {
  const rules = collect(parse(read("alert-rules.yaml")), (node) => "condition" in node);

  it("asks for the verdict's state, in a query that the backend can parse", () => {
    const [target] = collect(rules, (node) => "analysis" in node);
    expect(parseTarget(target ?? {})).toMatchObject({ analysis: "verdict", alertOn: "state" });
  });

  it("does not take no data for ok", () => {
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatchObject({ noDataState: "NoData", execErrState: "Error" });
  });

  it("names a runbook that exists", () => {
    const annotations: unknown = rules[0]?.["annotations"];
    expect(annotations).toMatchObject({ runbook: "dashboards/runbooks/model-verdict-act.md" });
    // Grafana refuses to start with one of the two alone
    expect(annotations).toMatchObject({ __dashboardUid__: "modelwatch-model", __panelId__: "2" });
    expect(readFileSync(new URL("../runbooks/model-verdict-act.md", import.meta.url), "utf8")).toContain(
      "# ",
    );
  });
});

type Node = Record<string, unknown>;

/** Every object below `root` that `wanted` accepts, in order. */
function collect(root: unknown, wanted: (node: Node) => boolean): Node[] {
  if (typeof root !== "object" || root === null) return [];
  const node: Node = { ...root };
  return [
    ...(!Array.isArray(root) && wanted(node) ? [node] : []),
    ...Object.values(root).flatMap((child) => collect(child, wanted)),
  ];
}

/** As the frontend fills variables and the backend drops Grafana's keys and adds the range. */
function parseTarget(target: Node): Query {
  const own = Object.fromEntries(Object.entries(target).filter(([key]) => !GRAFANA_KEYS.has(key)));
  const filled: unknown = JSON.parse(
    JSON.stringify(own).replaceAll(/\$(\w+)/g, (text, name: string) => VALUES[name] ?? text),
  );
  return parseQuery({ ...Object(filled), range: RANGE });
}
