import { expect, it } from "vitest";
import { createConcurrencyLimit } from "./concurrency-limit.js";

const NEVER = new AbortController().signal;

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open?.() };
}

it("runs no more than its places at a time, and everything in the end", async () => {
  const limit = createConcurrencyLimit(3, 100);
  let running = 0;
  let most = 0;
  const work = async (index: number): Promise<number> => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    return index;
  };
  const all = await Promise.all(Array.from({ length: 50 }, (_, i) => limit.run(() => work(i), NEVER)));
  expect(all).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(most).toBe(3);
});

it("refuses what finds the line full, and takes work again afterwards", async () => {
  const limit = createConcurrencyLimit(1, 1);
  const { opened, open } = gate();
  const first = limit.run(() => opened, NEVER);
  const second = limit.run(async () => "second", NEVER);
  await expect(limit.run(async () => "third", NEVER)).rejects.toMatchObject({ code: "overloaded" });
  open();
  await first;
  expect(await second).toBe("second");
  expect(await limit.run(async () => "fourth", NEVER)).toBe("fourth");
});

it("gives the place in line of an abandoned work to the next at once", async () => {
  const limit = createConcurrencyLimit(1, 1);
  const { opened, open } = gate();
  const first = limit.run(() => opened, NEVER);
  const caller = new AbortController();
  const abandoned = limit.run(async () => "abandoned", caller.signal);
  caller.abort(new Error("gone"));
  await expect(abandoned).rejects.toThrow("gone");
  const next = limit.run(async () => "next", NEVER);
  open();
  await first;
  expect(await next).toBe("next");
});

it("keeps the place of a work that ignores its signal until it ends", async () => {
  const limit = createConcurrencyLimit(1, 0);
  const { opened, open } = gate();
  const caller = new AbortController();
  const deaf = limit.run(() => opened, caller.signal);
  await new Promise(setImmediate);
  caller.abort();
  await expect(limit.run(async () => 1, NEVER)).rejects.toMatchObject({ code: "overloaded" });
  open();
  await deaf;
  expect(await limit.run(async () => 1, NEVER)).toBe(1);
});

it("drops waiting work whose caller has gone, and a failing work gives its place back", async () => {
  const limit = createConcurrencyLimit(1, 10);
  const { opened, open } = gate();
  const caller = new AbortController();
  const failing = limit.run(async () => {
    await opened;
    throw new Error("broken");
  }, NEVER);
  let ran = false;
  const waiting = limit.run(async () => {
    ran = true;
  }, caller.signal);
  caller.abort(new Error("gone"));
  open();
  await expect(failing).rejects.toThrow("broken");
  await expect(waiting).rejects.toThrow("gone");
  expect(ran).toBe(false);
  expect(await limit.run(async () => 1, NEVER)).toBe(1);
});
