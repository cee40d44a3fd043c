import type { DataSourcePluginOptionsEditorProps } from "@grafana/data";
import { FieldSet, InlineField, Input, RadioButtonGroup } from "@grafana/ui";
import React from "react";
import { LABEL_WIDTH } from "./label-width.js";
import type { ModelwatchOptions, ModelwatchSecrets, StoreKind } from "../options.js";
import { ServerSettings } from "./ServerSettings.js";

type Props = DataSourcePluginOptionsEditorProps<ModelwatchOptions, ModelwatchSecrets>;

const STORES: { label: string; value: StoreKind; description: string }[] = [
  { label: "Prometheus", value: "prometheus", description: "Prometheus, Mimir, Thanos or VictoriaMetrics" },
  {
    label: "ClickHouse",
    value: "clickhouse",
    description: "The tables of the Collector's clickhouse exporter",
  },
  { label: "DuckDB file", value: "duckdb", description: "The embedded store of the Modelwatch receiver" },
];

/** Where the histograms are stored. Grafana's own *Save & test* below it asks the backend. */
export function ConfigEditor({ options, onOptionsChange }: Props): React.ReactElement {
  const store = options.jsonData.store ?? "prometheus";
  const changeJson = (change: Partial<ModelwatchOptions>): void =>
    onOptionsChange({ ...options, jsonData: { ...options.jsonData, ...change } });
  return (
    <FieldSet label="Where the histograms are stored">
      <InlineField
        label="Store"
        labelWidth={LABEL_WIDTH}
        tooltip="Modelwatch reads this store and writes nothing to it"
      >
        <RadioButtonGroup options={STORES} value={store} onChange={(value) => changeJson({ store: value })} />
      </InlineField>
      {store === "prometheus" && (
        <ServerSettings
          options={options}
          onOptionsChange={onOptionsChange}
          urlTooltip="As Grafana's server reaches it, without /api/v1"
          urlExample="http://localhost:9090"
        />
      )}
      {store === "clickhouse" && (
        <>
          <ServerSettings
            options={options}
            onOptionsChange={onOptionsChange}
            urlTooltip="ClickHouse's HTTP interface, as Grafana's server reaches it"
            urlExample="http://localhost:8123"
          />
          <InlineField label="Database" labelWidth={LABEL_WIDTH} htmlFor="modelwatch-clickhouse-database">
            <Input
              id="modelwatch-clickhouse-database"
              width={50}
              placeholder="default"
              value={options.jsonData.clickhouseDatabase ?? ""}
              onChange={(event) => changeJson({ clickhouseDatabase: event.currentTarget.value.trim() })}
            />
          </InlineField>
        </>
      )}
      {store === "duckdb" && (
        <InlineField
          label="File"
          labelWidth={LABEL_WIDTH}
          htmlFor="modelwatch-duckdb-path"
          tooltip="The path on the machine that runs Grafana's server. A DuckDB file belongs to one process: the receiver that writes it must not be running"
        >
          <Input
            id="modelwatch-duckdb-path"
            width={50}
            placeholder="/var/lib/modelwatch/modelwatch.duckdb"
            value={options.jsonData.duckdbPath ?? ""}
            onChange={(event) => changeJson({ duckdbPath: event.currentTarget.value })}
          />
        </InlineField>
      )}
    </FieldSet>
  );
}
