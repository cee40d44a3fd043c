import { InlineField, InlineFieldRow, Select } from "@grafana/ui";
import type { Analysis } from "@modelwatch/conventions/query";
import React from "react";
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
    <InlineFieldRow>
      <InlineField label="Question" labelWidth={14} htmlFor={id} tooltip="What you want to know">
        <Select
          inputId={id}
          aria-label="Question"
          width={54}
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
    </InlineFieldRow>
  );
}
