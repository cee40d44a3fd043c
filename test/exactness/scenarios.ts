import { createRandom } from "../calibration/random.js";
import { createLife, HOUR, MINUTE } from "./life.js";
import type { Life } from "./life.js";

/** What happens to the processes of one model. */
export interface Scenario {
  /** Also the name of its model. */
  readonly name: string;
  readonly description: string;
  /** Processes that export a first sample above zero, as clients do that send no zero point. */
  readonly foreign?: boolean;
  readonly lives: (range: Range) => readonly Life[];
}

/** The time that is asked about; processes may have run before. */
export interface Range {
  readonly startMs: number;
  readonly endMs: number;
}

/** How long before the range the steady processes started: what precedes a window is there. */
export const WARM_UP_MS = 3 * HOUR;

/** The scenario in which a process is silent for longer than the source looks back: it is taken to have ended. */
export const BEYOND_LOOK_BACK = "away for hours";

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "steady",
    description: "three processes, 20 values a minute each, an export a minute at a second of its own",
    lives: (range) => pods(range, 3),
  },
  {
    name: "on the minute",
    description: "three processes that export at whole minutes, where windows begin and end",
    lives: (range) => pods(range, 3, { phaseMs: MINUTE }),
  },
  {
    name: "sparse",
    description: "two processes with a value in two minutes, three of eight hours without any",
    lives: (range) =>
      pods(range, 2, {
        ratePerMinute: (time) => (time % (8 * HOUR) < 3 * HOUR ? 0 : 0.5),
      }),
  },
  {
    name: "busy",
    description: "two processes, 1,000 values a minute each, twice that every other hour",
    lives: (range) => pods(range, 2, { ratePerMinute: (time) => (time % (2 * HOUR) < HOUR ? 1000 : 2000) }),
  },
  {
    name: "restarts, flushed",
    description: "three processes that restart every few hours under the same identity, with a last export",
    lives: (range) => restarts(range, { keepsIdentity: true }),
  },
  {
    name: "restarts, killed",
    description: "the same without a last export: up to a minute's counts die with the process",
    lives: (range) => restarts(range, { keepsIdentity: true, flushes: false }),
  },
  {
    name: "restarts, killed, new identity",
    description: "the same, and each life has an identity of its own",
    lives: (range) => restarts(range, { keepsIdentity: false, flushes: false }),
  },
  {
    name: "crash loop, new identity",
    description: "a process beside a steady one that is killed every three minutes and comes back as another",
    lives: (range) => [
      ...pods(range, 1),
      ...generations(range, "crash", 700, () => 3 * MINUTE, { flushes: false }),
    ],
  },
  {
    name: "late start",
    description: "processes that start and end at any time of the day beside a steady one",
    lives: lateStarts,
  },
  {
    name: "late start, foreign",
    description: "the same without zero points, and the first ten exports of each are lost",
    foreign: true,
    lives: (range) =>
      lateStarts(range).map((life) => ({ ...life, misses: (time) => time < life.fromMs + 10 * MINUTE })),
  },
  {
    name: "batch job",
    description: "a job that runs for half a minute every hour, and exports once at its end",
    lives: (range) =>
      everyHour(range, (fromMs, i) =>
        createLife({
          instance: `job-${i}`,
          fromMs: fromMs + 20 * MINUTE,
          toMs: fromMs + 20.5 * MINUTE,
          phaseMs: HOUR,
          ratePerMinute: () => 600,
          seed: 900 + i,
        }),
      ),
  },
  {
    name: "rollout",
    description: "three processes, replaced one after the other every four hours, with a last export",
    lives: rollouts,
  },
  {
    name: "missed exports",
    description: "three processes: one export in ten is missed, and now and then six in a row",
    lives: (range) =>
      pods(range, 3).map((life, pod) => {
        const random = createRandom(80 + pod);
        const missed = new Map<number, boolean>();
        let streak = 0;
        const decide = (): boolean => {
          streak = streak > 0 ? streak - 1 : random() < 0.01 ? 6 : 0;
          return streak > 0 || random() < 0.1;
        };
        return {
          ...life,
          misses: (time) => {
            const known = missed.get(time) ?? decide();
            missed.set(time, known);
            return known;
          },
        };
      }),
  },
  {
    name: "away and back",
    description:
      "three processes; each counts on but exports nothing for 10 to 100 minutes, several times a day",
    lives: (range) =>
      pods(range, 3).map((life, pod) => {
        const silences = drawSilences(range, 90 + pod, 5 * HOUR, () => 10 * MINUTE, 90 * MINUTE);
        return {
          ...life,
          misses: (time) => silences.some(({ startMs, endMs }) => time >= startMs && time < endMs),
        };
      }),
  },
  {
    name: BEYOND_LOOK_BACK,
    description: "three processes; one exports nothing for three hours a day, longer than the look-back",
    lives: (range) => {
      const away = (time: number): boolean => (time - range.startMs) % (8 * HOUR) >= 5 * HOUR;
      return pods(range, 3).map((life, pod) => (pod === 0 ? { ...life, misses: away } : life));
    },
  },
  {
    name: "all away",
    description: "one process alone that exports nothing for half an hour to two hours, several times a day",
    lives: (range) =>
      pods(range, 1).map((life) => {
        const silences = drawSilences(range, 95, 6 * HOUR, () => 30 * MINUTE, 90 * MINUTE);
        return {
          ...life,
          misses: (time) => silences.some(({ startMs, endMs }) => time >= startMs && time < endMs),
        };
      }),
  },
  {
    name: "out of order",
    description: "three processes; one export in five arrives after the one that follows it",
    lives: (range) =>
      pods(range, 3).map((life) => ({ ...life, delays: (time) => Math.floor(time / MINUTE) % 5 === 0 })),
  },
  {
    name: "data begin inside the range",
    description: "three processes that ran for hours before the store's first sample of them",
    foreign: true,
    lives: (range) =>
      pods(range, 3).map((life) => ({ ...life, misses: (time) => time < range.startMs + 100 * MINUTE })),
  },
];

/** Steady processes, started before the range. */
function pods({ startMs, endMs }: Range, count: number, more: Partial<Life> = {}): readonly Life[] {
  return Array.from({ length: count }, (_, pod) =>
    createLife({
      instance: `pod-${pod}`,
      fromMs: startMs - WARM_UP_MS,
      toMs: endMs + HOUR,
      seed: 1 + pod,
      ...more,
    }),
  );
}

/** Lives one after the other, with a few seconds between. */
function generations(
  { startMs, endMs }: Range,
  instance: string,
  seed: number,
  lengthMs: () => number,
  more: Partial<Life>,
): readonly Life[] {
  const lives: Life[] = [];
  let fromMs = startMs - WARM_UP_MS;
  while (fromMs < endMs + HOUR) {
    const toMs = Math.min(fromMs + lengthMs(), endMs + HOUR);
    lives.push(
      createLife({
        instance: `${instance}-${lives.length}`,
        fromMs,
        toMs,
        seed: seed + lives.length,
        ...more,
      }),
    );
    fromMs = toMs + 4_000;
  }
  return lives;
}

function restarts(
  range: Range,
  { keepsIdentity, flushes = true }: { readonly keepsIdentity: boolean; readonly flushes?: boolean },
): readonly Life[] {
  return [0, 1, 2].flatMap((pod) => {
    const random = createRandom(40 + pod);
    return generations(range, `pod-${pod}`, 100 * (pod + 1), () => Math.floor((1 + 5 * random()) * HOUR), {
      flushes,
      ...(keepsIdentity && { instance: `pod-${pod}` }),
    });
  });
}

function lateStarts(range: Range): readonly Life[] {
  const random = createRandom(60);
  const starters = everyHour(range, (hourMs, i) => {
    const fromMs = hourMs + Math.floor(random() * HOUR);
    return createLife({
      instance: `starter-${i}`,
      fromMs,
      toMs: fromMs + Math.floor((0.5 + 3 * random()) * HOUR),
      seed: 500 + i,
    });
  });
  return [...pods(range, 1), ...starters.filter((_, i) => i % 3 === 0)];
}

function rollouts(range: Range): readonly Life[] {
  const { startMs, endMs } = range;
  const firstMs = startMs - WARM_UP_MS;
  return [0, 1, 2].flatMap((pod) => {
    const lives: Life[] = [];
    for (let i = 0; ; i++) {
      const at = (version: number): number =>
        version === 0 ? firstMs : firstMs + version * 4 * HOUR + pod * 7 * MINUTE + 17_000;
      if (at(i) >= endMs + HOUR) return lives;
      const ends = Math.min(at(i + 1), endMs + HOUR);
      lives.push(
        // the new process takes over a while before the old one ends
        createLife({
          instance: `v${i}-${pod}`,
          fromMs: at(i),
          toMs: Math.min(ends + 20_000, endMs + HOUR),
          seed: 300 + 10 * pod + i,
        }),
      );
    }
  });
}

function everyHour({ startMs, endMs }: Range, create: (hourMs: number, i: number) => Life): readonly Life[] {
  const hours = Math.floor((endMs - startMs) / HOUR);
  return Array.from({ length: hours }, (_, i) => create(startMs + i * HOUR, i));
}

/** Stretches without an export: from each `everyMs` on after a random delay, `leastMs()` plus up to `spreadMs` long. */
function drawSilences(
  { startMs, endMs }: Range,
  seed: number,
  everyMs: number,
  leastMs: () => number,
  spreadMs: number,
): readonly Range[] {
  const random = createRandom(seed);
  const silences: Range[] = [];
  for (let time = startMs; time < endMs; time += everyMs) {
    const from = Math.floor(time + random() * (everyMs - leastMs() - spreadMs));
    silences.push({ startMs: from, endMs: Math.floor(from + leastMs() + random() * spreadMs) });
  }
  return silences;
}
