import { InlineField, Input } from "@grafana/ui";
import React, { useState } from "react";
import { LABEL_WIDTH } from "./label-width.js";

interface Props {
  readonly id: string;
  readonly label: string;
  readonly tooltip: string;
  /** undefined: the default, which the placeholder shows. */
  readonly value: number | undefined;
  readonly placeholder: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly integer?: boolean;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that is saved when the field is left, and only if it is allowed; an empty field means the default. */
export function NumberField(props: Props): React.ReactElement {
  const { id, label, tooltip, value, placeholder, minimum, maximum, integer = false } = props;
  const [problem, setProblem] = useState<string>();
  const commit = (text: string): void => {
    const parsed = text.trim() === "" ? undefined : Number(text);
    if (parsed !== undefined && !isAllowed(parsed, minimum, maximum, integer)) {
      setProblem(
        `${label} is ${integer ? "a whole number" : "a number"} from ${minimum} to ${maximum}; “${text}” was not saved.`,
      );
      return;
    }
    setProblem(undefined);
    if (parsed !== value) props.onChange(parsed);
  };
  return (
    <InlineField
      label={label}
      labelWidth={LABEL_WIDTH}
      tooltip={tooltip}
      htmlFor={id}
      invalid={problem !== undefined}
      error={problem}
    >
      <Input
        id={id}
        key={value}
        type="text"
        inputMode="decimal"
        width={14}
        defaultValue={value}
        placeholder={placeholder}
        onBlur={(event) => commit(event.currentTarget.value)}
      />
    </InlineField>
  );
}

function isAllowed(value: number, minimum: number, maximum: number, integer: boolean): boolean {
  return value >= minimum && value <= maximum && (!integer || Number.isInteger(value));
}
