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
