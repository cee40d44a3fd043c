import { readFileSync } from "node:fs";
import { parseMonitor } from "@modelwatch/conventions/query";
import { parse } from "yaml";
import { expect, it } from "vitest";
import { DATA_SOURCE } from "./data-source.js";

const file: unknown = parse(
  readFileSync(new URL("../provisioning/data-source.yaml", import.meta.url), "utf8"),
);

it("the example data source has the uid that the dashboard asks, and monitors that the backend can parse", () => {
  const [source] = Object(file).datasources;
  expect(source).toMatchObject({ ...DATA_SOURCE, jsonData: { store: "prometheus" } });
  const monitors: unknown[] = source.jsonData.monitors;
  expect(monitors.map((monitor) => parseMonitor(monitor).model)).toEqual(["flight-delay"]);
});
