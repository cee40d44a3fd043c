import { InlineField, InlineFieldRow, Select } from "@grafana/ui";
import React from "react";
import { LABEL_WIDTH } from "./label-width.js";
import type { Target, TargetKind } from "../query/model.js";
import { createTarget, targetLabel } from "../query/questions.js";
import { NamePicker } from "./NamePicker.js";
import type { CatalogState } from "./use-catalog.js";

interface Props {
  readonly idPrefix: string;
  readonly target: Target;
  readonly kinds: readonly TargetKind[];
  /** Names of the target's kind. */
  readonly names: CatalogState;
  readonly onChange: (target: Target) => void;
}

const NAME_LABELS = { feature: "Feature", business: "Business value", metric: "Metric" } as const;

/** What is looked at: the inputs together, one of them, or any histogram metric. */
export function TargetField({ idPrefix, target, kinds, names, onChange }: Props): React.ReactElement {
  const id = `${idPrefix}-target`;
  return (
    <InlineFieldRow>
      {kinds.length > 1 && (
        <InlineField
          label="Look at"
          labelWidth={LABEL_WIDTH}
          htmlFor={id}
          tooltip="Which distribution is read"
        >
          <Select
            inputId={id}
            aria-label="Look at"
            width={26}
            options={kinds.map((kind) => ({ label: targetLabel(kind), value: kind }))}
            value={target.kind}
            onChange={({ value }) => value !== undefined && onChange(createTarget(value))}
          />
        </InlineField>
      )}
      {"name" in target && (
        <NamePicker
          id={`${idPrefix}-target-name`}
          label={NAME_LABELS[target.kind]}
          tooltip="The name that the model reports; a variable is allowed"
          placeholder="Choose or type"
          value={target.name}
          catalog={names}
          onChange={(name) => onChange({ ...target, name: name ?? "" })}
        />
      )}
    </InlineFieldRow>
  );
}
