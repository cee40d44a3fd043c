import { DataSourcePlugin } from "@grafana/data";
import { ConfigEditor } from "./components/ConfigEditor.js";
import { QueryEditor } from "./components/QueryEditor.js";
import { ModelwatchDataSource } from "./datasource.js";
import type { ModelwatchOptions, ModelwatchSecrets } from "./options.js";
import type { ModelwatchQuery } from "./query/model.js";

/** What Grafana looks for in `module.js`. */
export const plugin = new DataSourcePlugin<
  ModelwatchDataSource,
  ModelwatchQuery,
  ModelwatchOptions,
  ModelwatchSecrets
>(ModelwatchDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
