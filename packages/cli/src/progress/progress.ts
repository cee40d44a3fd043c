import ora from "ora";

/** Where long work says how far it is. One stage runs at a time. */
export interface Progress {
  start(stage: string): void;
  /** @param doneShare in [0, 1]. */
  update(doneShare: number, detail?: string): void;
  /** Ends the stage with what came of it. */
  succeed(result: string): void;
  fail(): void;
}

/** A bar where someone watches, a line now and then where the output goes to a file or another program. */
export function createProgress(stream: NodeJS.WriteStream, clock: () => number = Date.now): Progress {
  return stream.isTTY ? createBarProgress(stream) : createLineProgress((line) => stream.write(line), clock);
}

const BAR_WIDTH = 24;

function createBarProgress(stream: NodeJS.WriteStream): Progress {
  // Ctrl-C stays a signal: the command then closes what it opened
  const spinner = ora({ stream, discardStdin: false });
  let stage = "";
  return {
    start: (name) => {
      stage = name;
      spinner.start(name);
    },
    update: (doneShare, detail = "") => {
      const filled = Math.round(Math.min(1, Math.max(0, doneShare)) * BAR_WIDTH);
      const bar = "━".repeat(filled) + "╌".repeat(BAR_WIDTH - filled);
      spinner.text = `${stage}  ${bar} ${toPercent(doneShare)}  ${detail}`;
    },
    succeed: (result) => void spinner.succeed(`${stage}: ${result}`),
    fail: () => void spinner.fail(stage),
  };
}

/** Between two lines of one stage. */
const LINE_INTERVAL_MS = 10_000;

/** For logs: when a stage starts, every ten seconds, and when it ends. No colour, no cursor movement. */
export function createLineProgress(write: (line: string) => void, clock: () => number): Progress {
  let stage = "";
  let lastMs = 0;
  return {
    start: (name) => {
      stage = name;
      lastMs = clock();
      write(`${stage} …\n`);
    },
    update: (doneShare, detail = "") => {
      if (clock() - lastMs < LINE_INTERVAL_MS) return;
      lastMs = clock();
      write(`${stage} … ${toPercent(doneShare)} ${detail}\n`);
    },
    succeed: (result) => write(`${stage}: ${result}\n`),
    fail: () => write(`${stage}: failed\n`),
  };
}

function toPercent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
