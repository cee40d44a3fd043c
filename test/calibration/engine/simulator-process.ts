import { runTask, type Task } from "./tasks.js";

// Simulates what it is sent, one model at a time, until its parent goes.
process.on("message", (task: Task) => process.send?.(runTask(task)));
process.on("disconnect", () => process.exit());
