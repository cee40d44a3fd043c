import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { ATTR_ARM } from "@modelwatch/conventions";
import { DATA_SOURCE } from "./data-source.js";

/** What a person chooses at the top of the dashboard; each is listed by the data source. */
export const VARIABLES: readonly QueryVariableBuilder[] = [
  listVariable("model", "Model", "models"),
  listVariable("feature", "Features", "features($model)").multi(true).includeAll(true),
  listVariable("business", "Business value", "business($model)"),
  // a control group is mostly called `control`, which sorts before `policy` or `treatment`: two arms are chosen right
  listVariable("control", "Control arm", `values($model, ${ATTR_ARM})`).sort(VariableSort.AlphabeticalAsc),
  listVariable("treated", "Treated arm", `values($model, ${ATTR_ARM})`).sort(VariableSort.AlphabeticalDesc),
];

function listVariable(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource({ ...DATA_SOURCE })
    .query(query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
