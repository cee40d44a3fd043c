import { InlineField, Select } from "@grafana/ui";
import React from "react";
import { LABEL_WIDTH } from "./label-width.js";
import type { CatalogState } from "./use-catalog.js";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly tooltip: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  readonly catalog: CatalogState;
  /** May be cleared: an absent value has a meaning (all versions). */
  readonly clearable?: boolean;
  readonly width?: number;
  readonly onChange: (name: string | undefined) => void;
}

/** A name out of the store's list, or any text: a variable, or a name that has not reported yet. */
export function NamePicker(props: Props): React.ReactElement {
  const { id, label, tooltip, placeholder, value, catalog, clearable = false, width = 26 } = props;
  const { names, loading } = catalog;
  const all = value && !names.includes(value) ? [value, ...names] : names;
  return (
    <InlineField label={label} labelWidth={LABEL_WIDTH} tooltip={tooltip} htmlFor={id}>
      <Select
        inputId={id}
        aria-label={label}
        width={width}
        placeholder={placeholder}
        options={all.map((name) => ({ label: name, value: name }))}
        value={value || null}
        isLoading={loading}
        isClearable={clearable}
        allowCustomValue
        noOptionsMessage="The store has none in this time range: type a name"
        onChange={(option) => props.onChange(option?.value)}
      />
    </InlineField>
  );
}
