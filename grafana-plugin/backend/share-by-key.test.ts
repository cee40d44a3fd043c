import { expect, it } from "vitest";
import { shareByKey } from "./share-by-key.js";

function logged() {
  const log: string[] = [];
  const lease = shareByKey(
    async (key: string) => {
      log.push(`open ${key}`);
      if (key === "broken") throw new Error("cannot open");
      return { key };
    },
    async ({ key }) => {
      await Promise.resolve();
      log.push(`closed ${key}`);
    },
  );
  return { log, lease };
}

it("opens once for all users, and closes with the last", async () => {
  const { log, lease } = logged();
  const [first, second] = await Promise.all([lease("a"), lease("a")]);
  expect(first.value).toBe(second.value);
  await first.release();
  expect(log).toEqual(["open a"]);
  await second.release();
  expect(log).toEqual(["open a", "closed a"]);
});

it("opens again only after it has closed", async () => {
  const { log, lease } = logged();
  const first = await lease("a");
  const [, second] = await Promise.all([first.release(), lease("a")]);
  expect(log).toEqual(["open a", "closed a", "open a"]);
  expect(second.value).not.toBe(first.value);
});

it("tries again after a failure", async () => {
  const { log, lease } = logged();
  await expect(lease("broken")).rejects.toThrow("cannot open");
  await expect(lease("broken")).rejects.toThrow("cannot open");
  expect(log).toEqual(["open broken", "open broken"]);
});
