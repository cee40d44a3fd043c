import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RunRecord, Task } from "./tasks.js";

export interface RunTasksOptions {
  /** How many tasks run at the same time, each in a process of its own. */
  readonly processes: number;
  /** Whether another task may begin. */
  readonly mayContinue: () => boolean;
  readonly onResult: (task: Task, record: RunRecord) => void;
}

/** Runs tasks in order, several at a time; answers when all that began have ended. The first process that fails rejects. */
export async function runTasks(tasks: readonly Task[], options: RunTasksOptions): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  const processes = Math.min(options.processes, tasks.length);
  await Promise.all(Array.from({ length: processes }, () => workOff(queue, options)));
}

async function workOff(queue: Iterator<Task>, { mayContinue, onResult }: RunTasksOptions): Promise<void> {
  const simulator = fork(fileURLToPath(new URL("./simulator-process.ts", import.meta.url)));
  try {
    while (mayContinue()) {
      const next = queue.next();
      if (next.done === true) return;
      onResult(next.value, await simulate(simulator, next.value));
    }
  } finally {
    simulator.disconnect();
  }
}

function simulate(simulator: ChildProcess, task: Task): Promise<RunRecord> {
  return new Promise((resolve, reject) => {
    simulator.removeAllListeners("message").removeAllListeners("exit");
    simulator.once("message", (record: RunRecord) => resolve(record));
    simulator.once("exit", (code) =>
      reject(new Error(`the simulator of ${task.traffic}, seed ${task.seed} ended with ${code}`)),
    );
    simulator.send(task);
  });
}
