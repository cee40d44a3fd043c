import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  classes,
  createModelwatch,
  defineModel,
  number,
  numeric,
  probability,
  type ModelwatchOptions,
} from "../index.js";

const churn = defineModel({
  name: "churn",
  version: "7",
  prediction: probability({ threshold: 0.5 }),
  features: { age: numeric() },
  strata: { country: ["SE"] },
});
const animals = defineModel({ name: "animals", version: "1", prediction: classes(["cat", "dog"]) });
const price = defineModel({ name: "price", version: "1", prediction: number() });

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = provider.getTracer("test");
const contextManager = new AsyncLocalStorageContextManager();

beforeAll(() => context.setGlobalContextManager(contextManager.enable()));
beforeEach(() => exporter.reset());
afterAll(() => {
  contextManager.disable();
  context.disable();
});

type Given = Record<string, unknown>;

/** The attributes of a span in which predictions were made. */
function attributesAfter(
  model: typeof churn,
  predictions: readonly Given[],
  options: ModelwatchOptions = {},
) {
  const watch = createModelwatch(options).watch(model);
  const span = tracer.startSpan("inference");
  context.with(trace.setSpan(context.active(), span), () => {
    for (const prediction of predictions) watch.predict(prediction as { score: number });
  });
  span.end();
  return exporter.getFinishedSpans()[0]?.attributes;
}

const MODEL = { "ml.model.name": "churn", "ml.model.version": "7" };

describe("the active span", () => {
  it("gets the model, its prediction and the decision, and nothing else", () => {
    const given = { score: 0.75, features: { age: 41 }, strata: { country: "SE" }, id: "customer-1" };
    expect(attributesAfter(churn, [given])).toEqual({
      ...MODEL,
      "ml.prediction.value": 0.75,
      "ml.prediction.class": "1",
    });
  });

  it("gets the class that was decided, without a score where there is none or none that is valid", () => {
    const model = animals as unknown as typeof churn;
    const of = (given: Given) => attributesAfter(model, [given]);
    const common = { "ml.model.name": "animals", "ml.model.version": "1" };
    expect(of({ class: "cat" })).toEqual({ ...common, "ml.prediction.class": "cat" });
    exporter.reset();
    expect(of({ class: "cat", score: 7 })).toEqual({ ...common, "ml.prediction.class": "cat" });
    exporter.reset();
    expect(of({ class: "a horse of Jane's" })).toEqual({ ...common, "ml.prediction.class": "__other__" });
  });

  it("gets the number of a regression, and no class", () => {
    const attributes = attributesAfter(price as unknown as typeof churn, [{ score: -12.5 }]);
    expect(attributes).toEqual({
      "ml.model.name": "price",
      "ml.model.version": "1",
      "ml.prediction.value": -12.5,
    });
  });

  it("keeps the last of several predictions, and is left alone by one that was dropped", () => {
    const attributes = attributesAfter(churn, [{ score: 0.25 }, { score: 0.75 }, { score: Number.NaN }]);
    expect(attributes?.["ml.prediction.value"]).toBe(0.75);
    exporter.reset();
    expect(attributesAfter(churn, [{ score: Number.NaN }])).toEqual({});
  });

  it("gets nothing where that is switched off", () => {
    expect(attributesAfter(churn, [{ score: 0.75 }], { spanAttributes: false })).toEqual({});
  });

  it("may be ended, sampled out, hostile or absent: predictions are counted all the same", () => {
    const watch = createModelwatch().watch(churn);
    const predict = () => watch.predict({ score: 0.5 });
    const ended = tracer.startSpan("ended");
    ended.end();
    const off = new BasicTracerProvider({ sampler: new AlwaysOffSampler() })
      .getTracer("off")
      .startSpan("off");
    const hostile = new Proxy(ended, {
      get: () => {
        throw new Error("from the span");
      },
    });
    for (const span of [ended, off, hostile])
      expect(() => context.with(trace.setSpan(context.active(), span), predict)).not.toThrow();
    expect(predict).not.toThrow();
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({});
  });
});
