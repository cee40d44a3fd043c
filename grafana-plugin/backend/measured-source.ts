import type { Source } from "@modelwatch/sources";

export interface MeasuredSource {
  readonly source: Source;
  /** How long at least one question was open so far; questions that overlap count once. */
  waitedMs(): number;
}

/** The same source, with a clock on it: a query's time splits into waiting for the store and evaluating. */
export function measureSource(source: Source, now: () => number = () => performance.now()): MeasuredSource {
  let open = 0;
  let openedMs = 0;
  let waitedMs = 0;
  const measure =
    <Request, Answer>(ask: (request: Request, signal?: AbortSignal) => Promise<Answer>) =>
    async (request: Request, signal?: AbortSignal): Promise<Answer> => {
      if (open++ === 0) openedMs = now();
      try {
        return await ask(request, signal);
      } finally {
        if (--open === 0) waitedMs += now() - openedMs;
      }
    };
  return {
    source: {
      capabilities: source.capabilities,
      histogramWindows: measure((request, signal) => source.histogramWindows(request, signal)),
      categoryWindows: measure((request, signal) => source.categoryWindows(request, signal)),
      sumWindows: measure((request, signal) => source.sumWindows(request, signal)),
      references: measure((request, signal) => source.references(request, signal)),
      labelValues: measure((request, signal) => source.labelValues(request, signal)),
      labelNames: measure((request, signal) => source.labelNames(request, signal)),
      health: (signal) => source.health(signal),
      close: () => source.close(),
    },
    waitedMs: () => (open === 0 ? waitedMs : waitedMs + now() - openedMs),
  };
}
