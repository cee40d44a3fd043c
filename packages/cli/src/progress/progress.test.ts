import { describe, expect, it } from "vitest";
import { createLineProgress } from "./progress.js";

describe("progress off a terminal", () => {
  it("writes a line when a stage starts and ends, and one every ten seconds between", () => {
    const lines: string[] = [];
    let nowMs = 1_000_000;
    const progress = createLineProgress(
      (line) => lines.push(line),
      () => nowMs,
    );
    progress.start("Replaying");
    for (let step = 1; step <= 25; step++) {
      nowMs += 1000;
      progress.update(step / 25, `hour ${step}`);
    }
    progress.succeed("25 hours");
    expect(lines).toEqual([
      "Replaying …\n",
      "Replaying … 40 % hour 10\n",
      "Replaying … 80 % hour 20\n",
      "Replaying: 25 hours\n",
    ]);
    expect(lines.join("")).not.toContain("\u001b");
  });
});
