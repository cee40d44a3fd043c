import type { QueryEditorProps, TimeRange } from "@grafana/data";
import { Alert } from "@grafana/ui";
import React, { useEffect } from "react";
import type { CatalogList, CatalogScope } from "../catalog.js";
import type { ModelwatchDataSource } from "../datasource.js";
import type { ModelwatchOptions } from "../options.js";
import { describeQuery } from "../query/describe.js";
import {
  toEditableQuery,
  type EditableQuery,
  type Guard,
  type ModelwatchQuery,
  type TargetKind,
} from "../query/model.js";
import { missingFields } from "../query/missing-fields.js";
import { askQuestion, questionOf } from "../query/questions.js";
import { CompareFields } from "./CompareFields.js";
import { GuardSection } from "./GuardSection.js";
import { ModelFields } from "./ModelFields.js";
import { QuestionField } from "./QuestionField.js";
import { TargetField } from "./TargetField.js";
import { useCatalog, type CatalogState } from "./use-catalog.js";
import { WindowFields } from "./WindowFields.js";

type Props = QueryEditorProps<ModelwatchDataSource, ModelwatchQuery, ModelwatchOptions>;

/** Asks in plain words, offers what the store has, and says in one sentence what will be computed. */
export function QueryEditor({
  datasource,
  query: saved,
  range,
  onChange,
  onRunQuery,
}: Props): React.ReactElement {
  const query = toEditableQuery(saved);
  const question = questionOf(query.analysis);
  const idPrefix = `modelwatch-${query.refId}`;
  const lists = useLists(datasource, query, range);
  const save = (changed: ModelwatchQuery): void => {
    onChange(changed);
    if (missingFields(changed).length === 0) onRunQuery();
  };
  const firstModel = lists.models.names[0];
  useEffect(() => {
    // an empty query already shows something: the store's first model
    if (query.subject.model === "" && firstModel !== undefined) save(withModel(query, firstModel));
  }, [firstModel, query.subject.model === ""]);
  return (
    <div>
      <QuestionField
        idPrefix={idPrefix}
        analysis={query.analysis}
        onChange={(asked) => save(askQuestion(query, asked))}
      />
      <ModelFields
        idPrefix={idPrefix}
        subject={query.subject}
        models={lists.models}
        versions={lists.versions}
        onChange={(subject) => save({ ...query, subject })}
      />
      {question !== undefined && question.targets.length > 0 && (
        <TargetField
          idPrefix={idPrefix}
          target={query.subject.target}
          kinds={question.targets}
          names={lists.names}
          onChange={(target) => save({ ...query, subject: { ...query.subject, target } })}
        />
      )}
      {question?.compares && (
        <CompareFields
          idPrefix={idPrefix}
          compare={query.compare ?? { attribute: "", treated: "", control: "" }}
          attributes={lists.attributes}
          values={lists.values}
          onChange={(compare) => save({ ...query, compare })}
        />
      )}
      <WindowFields
        idPrefix={idPrefix}
        window={query.window}
        onChange={(window) => save({ ...query, window })}
      />
      <p role="status" style={{ margin: "8px 0" }}>
        {describeQuery(query)}
      </p>
      {listProblems(lists).map((problem) => (
        <Alert key={problem} severity="warning" title={problem} />
      ))}
      <GuardSection idPrefix={idPrefix} query={query} onChange={(guard) => save(withGuard(query, guard))} />
    </div>
  );
}

interface Lists {
  readonly models: CatalogState;
  readonly versions: CatalogState;
  readonly names: CatalogState;
  readonly attributes: CatalogState;
  readonly values: CatalogState;
}

const NAME_LISTS: Readonly<Partial<Record<TargetKind, CatalogList>>> = {
  feature: "features",
  business: "business",
};

/** The lists that the shown fields need; one is asked for only when what it depends on is chosen. */
function useLists(
  datasource: ModelwatchDataSource,
  query: EditableQuery,
  range: TimeRange | undefined,
): Lists {
  const { model, modelVersion, target } = query.subject;
  const times = { fromMs: range?.from.valueOf(), toMs: range?.to.valueOf() };
  const useList = (list: CatalogList | undefined, ready: boolean, scope: CatalogScope): CatalogState => {
    const asked = { ...scope, ...times };
    const key = list !== undefined && ready ? JSON.stringify([datasource.uid, list, asked]) : undefined;
    return useCatalog(key, () => (list === undefined ? Promise.resolve([]) : datasource.list(list, asked)));
  };
  const chosen = model !== "";
  const compares = chosen && (questionOf(query.analysis)?.compares ?? false);
  const attribute = query.compare?.attribute ?? "";
  return {
    models: useList("models", true, {}),
    versions: useList("versions", chosen, { model }),
    names: useList(NAME_LISTS[target.kind], chosen, { model, modelVersion }),
    attributes: useList("attributes", compares, { model, modelVersion }),
    values: useList("values", compares && attribute !== "", { model, modelVersion, attribute }),
  };
}

/** Each reason once: one store that is down would otherwise be named beside every picker. */
function listProblems(lists: Lists): readonly string[] {
  const problems = Object.values(lists).flatMap(({ problem }: CatalogState) => problem ?? []);
  return [...new Set(problems)];
}

function withModel(query: EditableQuery, model: string): ModelwatchQuery {
  return { ...query, subject: { ...query.subject, model } };
}

function withGuard(query: EditableQuery, guard: Guard | undefined): ModelwatchQuery {
  const changed: ModelwatchQuery = { ...query };
  delete changed.guard;
  return guard === undefined ? changed : { ...changed, guard };
}
