import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { createModelwatch, defineModel, numeric, probability } from "../index.js";
import { collectPoints, totalOf } from "../testing/collected-points.js";

const model = defineModel({
  name: "wrapped",
  version: "1",
  prediction: probability(),
  features: { age: numeric() },
});

interface Row {
  readonly age: number;
}

function start() {
  let nowMs = 0;
  const modelwatch = createModelwatch({ clock: () => (nowMs += 1) });
  const watch = modelwatch.watch(model);
  const producer = modelwatch.createProducer({ temporality: "delta" });
  const collect = async () => {
    const points = await collectPoints(producer);
    return {
      predictions: totalOf(points, "ml.prediction.value"),
      ages: totalOf(points, "ml.feature.value"),
      failed: totalOf(points, "ml.modelwatch.dropped", { "ml.dropped.reason": "failed-extractor" }),
    };
  };
  return { watch, collect };
}

const predict = ({ age }: Row, factor: number) => age * factor;
const predictAll = (batch: readonly Row[]) => Float32Array.from(batch, ({ age }) => age / 128);

const rejected: () => unknown = () => Promise.reject(new Error("from the extractor, later"));

const trap = (): never => {
  throw new Error("from the extractor");
};

describe("a wrapped function", () => {
  it("gives its result, and counts it with its arguments", async () => {
    const { watch, collect } = start();
    const wrapped = watch.wrap(predict, (score, { age }) => watch.predict({ score, features: { age } }));
    expectTypeOf(wrapped).toEqualTypeOf(predict);
    expect(wrapped({ age: 40 }, 0.01)).toBe(0.4);
    expect(wrapped.name).toBe("predict");
    expect(wrapped).toHaveLength(2);
    expect(await collect()).toEqual({ predictions: 1, ages: 1, failed: 0 });
  });

  it("keeps its object, its properties and its exceptions", async () => {
    const { watch, collect } = start();
    const failure = new Error("no model");
    const score = Object.assign(
      function (this: { readonly weight: number }, age: number): number {
        if (age < 0) throw failure;
        return this.weight;
      },
      { version: 3 },
    );
    const wrapped = watch.wrap(score, (value) => watch.predict({ score: value }));
    expectTypeOf(wrapped).toEqualTypeOf(score);
    const object = { weight: 0.5, score: wrapped };
    expect(object.score(1)).toBe(0.5);
    expect(wrapped.version).toBe(3);
    expect(() => object.score(-1)).toThrow(failure);
    expect(await collect()).toEqual({ predictions: 1, ages: 0, failed: 0 });
  });

  it("counts an extractor that fails, and gives the result all the same", async () => {
    const { watch, collect } = start();
    const wrapped = watch.wrap((age: number) => age / 100, trap);
    const later = watch.wrap((age: number) => age / 100, rejected);
    expect([wrapped(50), later(25)]).toEqual([0.5, 0.25]);
    await Promise.resolve();
    expect((await collect()).failed).toBe(2);
  });
});

describe("a wrapped function that promises its result", () => {
  it("resolves to the same, and counts it when it is there", async () => {
    const { watch, collect } = start();
    let answer: (score: number) => void = trap;
    const ask = (_row: Row) => new Promise<number>((resolve) => (answer = resolve));
    const wrapped = watch.wrap(ask, (score, { age }) => watch.predict({ score, features: { age } }));
    expectTypeOf(wrapped).toEqualTypeOf(ask);
    const result = wrapped({ age: 40 });
    expect((await collect()).predictions).toBe(0);
    answer(0.25);
    expect(await result).toBe(0.25);
    expect((await collect()).predictions).toBe(1);
  });

  it("rejects with the same error, which nobody has handled on the way", async () => {
    const { watch, collect } = start();
    const failure = new Error("out of memory");
    const wrapped = watch.wrap(
      () => Promise.reject<number>(failure),
      (score) => watch.predict({ score }),
    );
    const unhandled = vi.fn();
    process.once("unhandledRejection", unhandled);
    const forgotten = wrapped();
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", unhandled);
    expect(unhandled).toHaveBeenCalledExactlyOnceWith(failure, forgotten);
    await expect(wrapped()).rejects.toBe(failure);
    expect(await collect()).toEqual({ predictions: 0, ages: 0, failed: 0 });
  });

  it("asks a lazy result once", async () => {
    const { watch } = start();
    const query = Promise.resolve(0.5);
    const then = vi.spyOn(query, "then");
    const wrapped = watch.wrap(
      () => query,
      (score) => watch.predict({ score }),
    );
    expect(await wrapped()).toBe(0.5);
    expect(then).toHaveBeenCalledTimes(1);
  });

  it("gives a result whose `then` cannot be read as it is", () => {
    const { watch } = start();
    const result = new Proxy({}, { has: trap, get: trap });
    expect(watch.wrap(() => result, trap)()).toBe(result);
  });
});

describe("a wrapped batch function", () => {
  const rows: readonly Row[] = [{ age: 10 }, { age: 20 }, { age: 30 }];

  it("counts each result with its row", async () => {
    const { watch, collect } = start();
    const positions: number[] = [];
    const wrapped = watch.wrapBatch(predictAll, (score, { age }, position) => {
      positions.push(position);
      watch.predict({ score, features: { age } });
    });
    expectTypeOf(wrapped).toEqualTypeOf(predictAll);
    expect(wrapped(rows)).toEqual(predictAll(rows));
    expect(positions).toEqual([0, 1, 2]);
    expect(await collect()).toEqual({ predictions: 3, ages: 3, failed: 0 });
  });

  it("counts the rows behind one that cannot be counted", async () => {
    const { watch, collect } = start();
    const wrapped = watch.wrapBatch(
      (batch: readonly Row[]) => Promise.resolve(batch.map(() => 0.5)),
      (score, { age }) => {
        if (age === 20) trap();
        watch.predict({ score, features: { age } });
      },
    );
    expect(await wrapped(rows)).toEqual([0.5, 0.5, 0.5]);
    expect(await collect()).toEqual({ predictions: 2, ages: 2, failed: 1 });
  });

  it("counts nothing where results and rows are not the same number", async () => {
    const { watch, collect } = start();
    const wrapped = watch.wrapBatch(
      (batch: readonly Row[]) => batch.slice(1).map(() => 0.5),
      (score) => watch.predict({ score }),
    );
    expect(wrapped(rows)).toEqual([0.5, 0.5]);
    expect(await collect()).toEqual({ predictions: 0, ages: 0, failed: 1 });
  });
});
