/** A plugin context of the wire, as Grafana sends it with every request. */
export function toWireContext(settings: {
  readonly uid?: string;
  readonly url?: string;
  readonly jsonData?: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
}): object {
  return {
    orgId: 1,
    pluginId: "modelwatch-modelwatch-datasource",
    dataSourceInstanceSettings: {
      uid: settings.uid ?? "modelwatch",
      name: "Modelwatch",
      url: settings.url ?? "",
      jsonData: Buffer.from(JSON.stringify(settings.jsonData ?? {})),
      decryptedSecureJsonData: settings.secrets ?? {},
      lastUpdatedMS: 1,
    },
  };
}

/** A query of the wire: the model is sent as it is where it is text. */
export function toWireQuery(
  refId: string,
  model: unknown,
  range: { readonly fromMs: number; readonly toMs: number },
  queryType = "",
): object {
  return {
    refId,
    queryType,
    timeRange: { fromEpochMS: range.fromMs, toEpochMS: range.toMs },
    json: Buffer.from(typeof model === "string" ? model : JSON.stringify(model)),
  };
}
