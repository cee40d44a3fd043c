import { dateTime, type DataSourceInstanceSettings, type DataSourcePluginMeta } from "@grafana/data";
import { getBackendSrv } from "@grafana/runtime";
import { Alert, Button } from "@grafana/ui";
import React, { useMemo, useState } from "react";
import type { plugin as pluginExport } from "../../src/module.js";
import type { ModelwatchOptions, ModelwatchSettings } from "../../src/options.js";
import type { ModelwatchQuery } from "../../src/query/model.js";

interface Props {
  readonly plugin: typeof pluginExport;
  readonly meta: DataSourcePluginMeta;
}

const FIRST_SETTINGS: ModelwatchSettings = {
  id: 1,
  uid: "modelwatch",
  orgId: 1,
  name: "Modelwatch",
  type: "modelwatch-modelwatch-datasource",
  typeName: "Modelwatch",
  typeLogoUrl: "",
  access: "proxy",
  url: "",
  user: "",
  database: "",
  basicAuth: false,
  basicAuthUser: "",
  isDefault: false,
  jsonData: {},
  secureJsonFields: {},
  readOnly: false,
  withCredentials: false,
};

function createDataSource({ plugin, meta }: Props): InstanceType<typeof plugin.DataSourceClass> {
  const { id, uid, name, type } = FIRST_SETTINGS;
  const settings: DataSourceInstanceSettings<ModelwatchOptions> = {
    id,
    uid,
    name,
    type,
    meta,
    access: "proxy",
    readOnly: false,
    jsonData: {},
  };
  return new plugin.DataSourceClass(settings);
}

/** The config editor with *Save & test*, as Grafana's data source page shows it. */
export function ConfigPreview(props: Props): React.ReactElement {
  const [options, setOptions] = useState(FIRST_SETTINGS);
  const [health, setHealth] = useState<{ ok: boolean; message: string }>();
  const datasource = useMemo(() => createDataSource(props), []);
  const Editor = props.plugin.components.ConfigEditor;
  if (Editor === undefined) return <p>The plugin has no config editor.</p>;
  // as Grafana does: what is shown is saved first, then the backend is asked
  const saveAndTest = async (): Promise<void> => {
    await getBackendSrv().put(`/api/datasources/uid/${options.uid}`, options);
    await datasource.testDatasource().then(
      ({ message }) => setHealth({ ok: true, message }),
      (error: { message: string }) => setHealth({ ok: false, message: error.message }),
    );
  };
  return (
    <>
      <Editor options={options} onOptionsChange={setOptions} />
      <Button onClick={() => void saveAndTest()}>Save &amp; test</Button>
      {health && <Alert severity={health.ok ? "success" : "error"} title={health.message} />}
      <pre aria-label="Saved settings">{JSON.stringify(options, null, 1)}</pre>
    </>
  );
}

/** The query editor over a fixed range, and the JSON that a dashboard would save. */
export function QueryPreview(props: Props): React.ReactElement {
  const [query, setQuery] = useState<ModelwatchQuery>({ refId: "A" });
  const [runCount, setRunCount] = useState(0);
  const datasource = useMemo(() => createDataSource(props), []);
  const Editor = props.plugin.components.QueryEditor;
  if (Editor === undefined) return <p>The plugin has no query editor.</p>;
  const from = dateTime("2013-04-01T00:00:00Z");
  const to = dateTime("2014-01-01T00:00:00Z");
  return (
    <>
      <Editor
        datasource={datasource}
        query={query}
        range={{ from, to, raw: { from, to } }}
        onChange={setQuery}
        onRunQuery={() => setRunCount((count) => count + 1)}
      />
      <pre aria-label="Saved query">{JSON.stringify(query, null, 1)}</pre>
      <p aria-label="Runs">{runCount}</p>
    </>
  );
}
