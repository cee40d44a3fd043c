import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { PluginContext } from "./handlers/plugin-context.js";
import { createInstanceCache } from "./instance-cache.js";

function plugin(uid: string, jsonData: unknown, secret = "s"): PluginContext {
  return {
    orgId: 1,
    pluginId: "p",
    pluginVersion: "1",
    user: undefined,
    dataSource: {
      uid,
      name: uid,
      url: "",
      user: "",
      database: "",
      basicAuthEnabled: false,
      basicAuthUser: "",
      jsonData,
      secureJsonData: new Map([["password", secret]]),
      updatedMs: 0,
    },
  };
}

function numbered(maxInstances?: number) {
  const disposed: number[] = [];
  let created = 0;
  const cache = createInstanceCache({
    create: async () => ++created,
    dispose: async (instance) => {
      disposed.push(instance);
    },
    ...(maxInstances === undefined ? {} : { maxInstances }),
  });
  const id = (context: PluginContext): Promise<number> => cache.use(context, async (instance) => instance);
  return { cache, disposed, id };
}

it("keeps one instance per data source, and makes another when settings or secrets change", async () => {
  const { cache, disposed, id } = numbered();
  expect([await id(plugin("a", 1)), await id(plugin("a", 1)), await id(plugin("b", 1))]).toEqual([1, 1, 2]);
  expect([await id(plugin("a", 2)), await id(plugin("a", 2, "other"))]).toEqual([3, 4]);
  await cache.close();
  expect(new Set(disposed)).toEqual(new Set([1, 2, 3, 4]));
});

it("does not dispose an instance that is in use", async () => {
  const { disposed, cache, id } = numbered();
  let release: (() => void) | undefined;
  const held = cache.use(plugin("a", 1), () => new Promise<void>((resolve) => (release = resolve)));
  expect(await id(plugin("a", 2))).toBe(2);
  expect(disposed).toEqual([]);
  release?.();
  await held;
  await cache.close();
  expect(disposed).toEqual([1, 2]);
});

it("is bounded: the instance that was used longest ago makes room", async () => {
  const { id, cache, disposed } = numbered(2);
  await id(plugin("a", 1));
  await id(plugin("b", 1));
  await id(plugin("a", 1));
  await id(plugin("c", 1));
  expect(await id(plugin("a", 1))).toBe(1);
  await cache.close();
  expect(disposed[0]).toBe(2);
});

it("does not keep a failure", async () => {
  let attempts = 0;
  const cache = createInstanceCache({
    create: async () => {
      if (++attempts === 1) throw new Error("refused");
      return attempts;
    },
    dispose: async () => {},
  });
  await expect(cache.use(plugin("a", 1), async (instance) => instance)).rejects.toThrow("refused");
  expect(await cache.use(plugin("a", 1), async (instance) => instance)).toBe(2);
});

it("creates once for all who ask at a time", async () => {
  const { id, cache } = numbered();
  const ids = await Promise.all(Array.from({ length: 20 }, () => id(plugin("a", 1))));
  expect(new Set(ids)).toEqual(new Set([1]));
  await cache.close();
});

it("tells of an instance that cannot be disposed of, and closes all the same", async () => {
  const told: unknown[] = [];
  const cache = createInstanceCache({
    create: async () => 1,
    dispose: async () => {
      throw new Error("stuck");
    },
    onDisposeError: (error) => told.push(error),
  });
  await cache.use(plugin("a", 1), async () => {});
  await cache.close();
  expect(told).toEqual([new Error("stuck")]);
  await expect(cache.use(plugin("a", 1), async () => {})).rejects.toMatchObject({ code: "unavailable" });
});

it("waits at its close for an instance that is still in use", async () => {
  const { cache, disposed } = numbered();
  let release: (() => void) | undefined;
  const held = cache.use(plugin("a", 1), () => new Promise<void>((resolve) => (release = resolve)));
  await new Promise(setImmediate);
  const closed = cache.close();
  expect(disposed).toEqual([]);
  release?.();
  await Promise.all([held, closed]);
  expect(disposed).toEqual([1]);
});

const STEP = fc.oneof(
  fc.record({ do: fc.constant("use"), uid: fc.constantFrom("a", "b", "c"), settings: fc.nat(1) } as const),
  fc.record({ do: fc.constant("release"), which: fc.nat(9) } as const),
  fc.record({ do: fc.constant("settle") } as const),
);

it("never hands out a disposed instance, and disposes each exactly once, in any order of events", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 40 }), fc.nat(2), async (steps, failEach) => {
      const alive = new Set<object>();
      const disposals: object[] = [];
      const created: object[] = [];
      let attempts = 0;
      const cache = createInstanceCache({
        create: async () => {
          await Promise.resolve();
          if (failEach > 0 && ++attempts % (failEach + 1) === 0) throw new Error("refused");
          const instance = {};
          alive.add(instance);
          created.push(instance);
          return instance;
        },
        dispose: async (instance) => {
          alive.delete(instance);
          disposals.push(instance);
        },
        maxInstances: 2,
      });
      const gates: (() => void)[] = [];
      const uses: Promise<unknown>[] = [];
      const use = async (instance: object): Promise<void> => {
        expect(alive).toContain(instance);
        await new Promise<void>((resolve) => gates.push(resolve));
        expect(alive).toContain(instance);
      };
      for (const step of steps) {
        if (step.do === "use") {
          const work = cache.use(plugin(step.uid, step.settings), use);
          uses.push(work.catch((error: unknown) => expect(error).toEqual(new Error("refused"))));
        } else if (step.do === "release") gates.splice(step.which % Math.max(1, gates.length), 1)[0]?.();
        else await new Promise(setImmediate);
      }
      const closed = cache.close();
      await new Promise(setImmediate);
      for (const open of gates) open();
      await Promise.all([...uses, closed]);
      expect(alive.size).toBe(0);
      expect(new Set(disposals)).toEqual(new Set(created));
      expect(disposals).toHaveLength(created.length);
    }),
  );
});
