import { InlineFieldRow } from "@grafana/ui";
import React from "react";
import type { Compare } from "../query/model.js";
import { NamePicker } from "./NamePicker.js";
import { NumberField } from "./NumberField.js";
import type { CatalogState } from "./use-catalog.js";

interface Props {
  readonly idPrefix: string;
  readonly compare: Compare;
  readonly attributes: CatalogState;
  readonly values: CatalogState;
  readonly onChange: (compare: Compare) => void;
}

/** The two groups of a lift: two values of one attribute. */
export function CompareFields({
  idPrefix,
  compare,
  attributes,
  values,
  onChange,
}: Props): React.ReactElement {
  const { attribute, treated, control } = compare;
  return (
    <>
      <InlineFieldRow>
        <NamePicker
          id={`${idPrefix}-compare`}
          label="Compare by"
          tooltip="The attribute whose values are the groups: ml.arm, a version or a stratum"
          placeholder="Choose or type"
          value={attribute}
          catalog={attributes}
          onChange={(name) => onChange({ attribute: name ?? "", treated: "", control: "" })}
        />
      </InlineFieldRow>
      <InlineFieldRow>
        <NamePicker
          id={`${idPrefix}-treated`}
          label="Treated"
          tooltip="The group with the change; a positive difference means that it has more"
          placeholder="Choose or type"
          value={treated}
          catalog={values}
          onChange={(name) => onChange({ ...compare, treated: name ?? "" })}
        />
        <NamePicker
          id={`${idPrefix}-control`}
          label="Control"
          tooltip="The group without the change"
          placeholder="Choose or type"
          value={control}
          catalog={values}
          onChange={(name) => onChange({ ...compare, control: name ?? "" })}
        />
        <NumberField
          id={`${idPrefix}-share`}
          label="Designed share"
          tooltip="The share of the treated by design, 0.5 for half. It is checked against what arrived. Empty: the groups were not assigned by design"
          value={compare.treatedShare}
          placeholder="none"
          minimum={0.001}
          maximum={0.999}
          onChange={(share) => onChange(withShare(compare, share))}
        />
      </InlineFieldRow>
    </>
  );
}

function withShare(compare: Compare, share: number | undefined): Compare {
  const changed = { ...compare };
  delete changed.treatedShare;
  return share === undefined ? changed : { ...changed, treatedShare: share };
}
