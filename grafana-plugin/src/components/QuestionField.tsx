import { InlineField, Select } from "@grafana/ui";
import type { Analysis } from "@modelwatch/conventions/query";
import React from "react";
import { LABEL_WIDTH } from "./label-width.js";
import { QUESTIONS, questionOf, type Question } from "../query/questions.js";

interface Props {
  readonly idPrefix: string;
  readonly analysis: Analysis;
  readonly onChange: (question: Question) => void;
}

/** The analysis, as the question that it answers. */
export function QuestionField({ idPrefix, analysis, onChange }: Props): React.ReactElement {
  const id = `${idPrefix}-question`;
  const options = QUESTIONS.map(({ label, description, analysis: value }) => ({ label, description, value }));
  const known = questionOf(analysis) !== undefined;
  return (
    <div style={{ maxWidth: 600 }}>
      <InlineField
        label="Question"
        labelWidth={LABEL_WIDTH}
        htmlFor={id}
        grow
        shrink
        tooltip="What you want to know"
      >
        <Select
          inputId={id}
          aria-label="Question"
          options={
            known
              ? options
              : [...options, { label: analysis, description: "Written by hand", value: analysis }]
          }
          value={analysis}
          onChange={({ value }) => {
            const question = value && questionOf(value);
            if (question) onChange(question);
          }}
        />
      </InlineField>
    </div>
  );
}
