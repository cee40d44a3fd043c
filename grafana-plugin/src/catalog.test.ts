import { expect, it } from "vitest";
import { listCatalog, parseVariableQuery } from "./catalog.js";

it("asks the resource of the list's name, with what is chosen and nothing that is not", async () => {
  const asked: unknown[] = [];
  const names = await listCatalog(
    async (path, params) => {
      asked.push([path, params]);
      return ["a", "b"];
    },
    "values",
    { model: "m", modelVersion: undefined, attribute: "ml.arm", fromMs: 0, toMs: 5 },
  );
  expect(names).toEqual(["a", "b"]);
  expect(asked).toEqual([["values", { model: "m", attribute: "ml.arm", from: 0, to: 5 }]]);
});

it.each([[{ models: [] }], [null], [[1]]])("rejects %j, which is not a list of names", async (answer) => {
  await expect(listCatalog(async () => answer, "models", {})).rejects.toThrow(
    /list of models is not a list of names/u,
  );
});

it.each([
  ["models", "models", undefined, undefined],
  [" versions( flight-delay ) ", "versions", "flight-delay", undefined],
  ["values(flight-delay, ml.arm)", "values", "flight-delay", "ml.arm"],
])("the variable %j lists %s", (text, list, model, attribute) => {
  const parsed = parseVariableQuery(text);
  expect(parsed?.list).toBe(list);
  expect(parsed?.scope.model ?? "").toBe(model ?? "");
  expect(parsed?.scope.attribute).toBe(attribute);
});

it.each(["", "tables", "models(", "label_values(up, job)"])("the variable %j is refused", (text) => {
  expect(parseVariableQuery(text)).toBeUndefined();
});
