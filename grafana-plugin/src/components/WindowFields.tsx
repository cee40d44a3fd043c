import { InlineField, InlineFieldRow, Select } from "@grafana/ui";
import React, { useMemo } from "react";
import { LABEL_WIDTH } from "./label-width.js";
import type { EditableQuery, WindowWidth } from "../query/model.js";

type Window = EditableQuery["window"];

interface Props {
  readonly idPrefix: string;
  readonly window: Window;
  readonly onChange: (window: Window) => void;
}

const WIDTH_LABELS: Readonly<Record<WindowWidth, string>> = {
  "5m": "5 minutes",
  "1h": "1 hour",
  "1d": "1 day",
  "1w": "1 week",
  "1mo": "1 month",
  range: "Whole time range",
  adaptive: "Since the last change",
};
const WIDTHS = ["5m", "1h", "1d", "1w", "1mo", "range", "adaptive"] as const satisfies readonly WindowWidth[];

/** How time is cut: windows are aligned to the named zone's days and weeks, so panels and alert rules see the same ones. */
export function WindowFields({ idPrefix, window, onChange }: Props): React.ReactElement {
  const zones = useMemo(() => listTimeZones(window.timeZone), [window.timeZone]);
  return (
    <InlineFieldRow>
      <InlineField
        label="Window"
        labelWidth={LABEL_WIDTH}
        htmlFor={`${idPrefix}-width`}
        tooltip="One answer for each window of this width"
      >
        <Select
          inputId={`${idPrefix}-width`}
          aria-label="Window"
          width={26}
          options={WIDTHS.map((width) => ({ label: WIDTH_LABELS[width], value: width }))}
          value={window.width}
          onChange={({ value }) => value !== undefined && onChange({ ...window, width: value })}
        />
      </InlineField>
      <InlineField
        label="Time zone"
        labelWidth={LABEL_WIDTH}
        htmlFor={`${idPrefix}-zone`}
        tooltip="Days, weeks and months begin in this zone. It is saved with the query, so that every viewer and every alert rule gets the same windows"
      >
        <Select
          inputId={`${idPrefix}-zone`}
          aria-label="Time zone"
          width={26}
          options={zones.map((zone) => ({ label: zone, value: zone }))}
          value={window.timeZone}
          allowCustomValue
          onChange={({ value }) => value !== undefined && onChange({ ...window, timeZone: value })}
        />
      </InlineField>
    </InlineFieldRow>
  );
}

function listTimeZones(chosen: string): readonly string[] {
  return [...new Set(["UTC", chosen, ...Intl.supportedValuesOf("timeZone")])];
}
