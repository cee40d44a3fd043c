import { InlineFieldRow } from "@grafana/ui";
import React from "react";
import type { Subject } from "../query/model.js";
import { NamePicker } from "./NamePicker.js";
import type { CatalogState } from "./use-catalog.js";

interface Props<S extends Subject> {
  readonly idPrefix: string;
  readonly subject: S;
  readonly models: CatalogState;
  readonly versions: CatalogState;
  readonly onChange: (subject: S) => void;
}

/** Which model, and which of its versions. */
export function ModelFields<S extends Subject>(props: Props<S>): React.ReactElement {
  const { idPrefix, subject, models, versions, onChange } = props;
  return (
    <InlineFieldRow>
      <NamePicker
        id={`${idPrefix}-model`}
        label="Model"
        tooltip="The model's name as it reports it (ml.model.name); a variable such as $model is allowed"
        placeholder="Choose or type"
        value={subject.model}
        catalog={models}
        onChange={(model) => onChange({ ...withVersion(subject, undefined), model: model ?? "" })}
      />
      <NamePicker
        id={`${idPrefix}-version`}
        label="Version"
        tooltip="Empty: all versions together"
        placeholder="All versions"
        value={subject.modelVersion}
        catalog={versions}
        clearable
        onChange={(version) => onChange(withVersion(subject, version))}
      />
    </InlineFieldRow>
  );
}

function withVersion<S extends Subject>(subject: S, modelVersion: string | undefined): S {
  const changed = { ...subject };
  delete changed.modelVersion;
  return modelVersion === undefined ? changed : { ...changed, modelVersion };
}
