import { isThenable, observe, type OnFailure } from "./observe.js";

/** Any function, with its own types. */
export type AnyFunction = (...args: never[]) => unknown;

/** Counts one result of a wrapped function, given with the arguments of its call. */
export type CountResult<F extends AnyFunction> = (
  result: Awaited<ReturnType<F>>,
  ...args: Parameters<F>
) => void;

/**
 * The same function, of which every result is counted. Arguments, `this`, result, exceptions, name and properties stay as they are. Where
 * the result is a promise, a promise of the same result is given back, one microtask later, and a rejection goes through it
 * untouched: what failed is not counted.
 */
export function wrapPredict<F extends AnyFunction>(
  predict: F,
  count: CountResult<F>,
  onFailure: OnFailure,
): F {
  if (typeof predict !== "function") return predict;
  return new Proxy(predict, {
    apply(target, self, args: Parameters<F>): unknown {
      const result: unknown = Reflect.apply(target, self, args);
      const countResult = (value: unknown) =>
        // what the function gives, or what its promise resolves to, is of this type
        observe(() => count(value as Awaited<ReturnType<F>>, ...args), onFailure);
      return afterResult(result, countResult, onFailure);
    },
  });
}

function afterResult(result: unknown, countResult: (value: unknown) => void, onFailure: OnFailure): unknown {
  try {
    if (isThenable(result)) {
      return result.then((value) => {
        countResult(value);
        return value;
      });
    }
  } catch {
    // a result whose `then` cannot be read, or throws, is given back as it is
    onFailure();
    return result;
  }
  countResult(result);
  return result;
}
