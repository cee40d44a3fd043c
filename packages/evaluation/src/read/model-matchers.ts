import { ATTR_MODEL_NAME, ATTR_MODEL_VERSION } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { Matcher, Source } from "@modelwatch/sources";

/** What every reader needs: where to read, for whom, until when. */
export interface ReadContext {
  readonly source: Source;
  readonly subject: Query["subject"];
  readonly signal?: AbortSignal;
}

/** The model, its version where one is named, and the query's own conditions. */
export function modelMatchers(subject: Query["subject"], modelVersion = subject.modelVersion): Matcher[] {
  return [
    equals(ATTR_MODEL_NAME, subject.model),
    ...(modelVersion === undefined ? [] : [equals(ATTR_MODEL_VERSION, modelVersion)]),
    ...subject.matchers,
  ];
}

export function equals(attribute: string, value: string): Matcher {
  return { attribute, operator: "=", value };
}
