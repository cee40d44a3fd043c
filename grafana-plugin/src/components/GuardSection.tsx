import { Collapse, InlineFieldRow } from "@grafana/ui";
import React, { useState } from "react";
import { DEFAULT_GUARD, type EditableQuery, type Guard } from "../query/model.js";
import { NumberField } from "./NumberField.js";

interface Props {
  readonly idPrefix: string;
  readonly query: EditableQuery;
  readonly onChange: (guard: Guard | undefined) => void;
}

interface GuardField {
  readonly name: keyof typeof DEFAULT_GUARD;
  readonly label: string;
  readonly tooltip: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: boolean;
}

const FIELDS: readonly GuardField[] = [
  {
    name: "tolerance",
    label: "Tolerance",
    tooltip:
      "Drift that does not matter, as a Hellinger distance: 0 (identical) to 1 (no overlap). 0 asks for any drift",
    minimum: 0,
    maximum: 0.99,
  },
  {
    name: "liftTolerance",
    label: "Smallest lift",
    tooltip: "The smallest difference that matters, in the business value's unit",
    minimum: 0,
    maximum: 1e12,
  },
  {
    name: "budgetDays",
    label: "Budget, days",
    tooltip: "At most one false alarm in this many days, over all features and evaluations together",
    minimum: 1,
    maximum: 3650,
  },
  {
    name: "minimumCount",
    label: "Fewest rows",
    tooltip: "Windows with fewer rows are undetermined",
    minimum: 1,
    maximum: 1e9,
    integer: true,
  },
  {
    name: "alpha",
    label: "Level",
    tooltip: "Intervals miss the truth in at most this share of cases: 0.05 gives 95 % intervals",
    minimum: 0.000_001,
    maximum: 0.49,
  },
];

/** What counts as material and how many false alarms are accepted; closed, because the defaults are meant to be kept. */
export function GuardSection({ idPrefix, query, onChange }: Props): React.ReactElement {
  const [isOpen, setOpen] = useState(false);
  const guard = query.guard ?? {};
  const shown = FIELDS.filter(({ name }) => isUsed(name, query.analysis));
  return (
    <Collapse
      label="Advanced: what counts, and how many false alarms are accepted"
      collapsible
      isOpen={isOpen}
      onToggle={setOpen}
    >
      <InlineFieldRow>
        {shown.map(({ name, ...field }) => (
          <NumberField
            key={name}
            id={`${idPrefix}-${name}`}
            {...field}
            value={guard[name]}
            placeholder={String(DEFAULT_GUARD[name])}
            onChange={(value) => onChange(withGuard(guard, name, value))}
          />
        ))}
      </InlineFieldRow>
    </Collapse>
  );
}

function isUsed(name: GuardField["name"], analysis: EditableQuery["analysis"]): boolean {
  if (name === "tolerance") return analysis !== "lift" && analysis !== "performance";
  if (name === "liftTolerance") return analysis === "lift";
  return true;
}

/** The guard with one field set, or left to its default; undefined when nothing is left to say. */
function withGuard(guard: Guard, name: keyof Guard, value: number | undefined): Guard | undefined {
  const { [name]: _, ...rest } = guard;
  const changed = value === undefined ? rest : { ...rest, [name]: value };
  return Object.keys(changed).length === 0 ? undefined : changed;
}
