import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { describeSource } from "./source-suite.js";
import type { OpenedSource } from "./source-suite.js";

const startMs = Date.UTC(2013, 3, 1);

async function openMemory(): Promise<OpenedSource> {
  const store = createMemoryStore();
  return { ...store, close: () => store.source.close() };
}

async function openDuckDb(): Promise<OpenedSource> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  const store = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const close = async (): Promise<void> => {
    await store.source.close();
    await rm(folder, { recursive: true });
  };
  return { ...store, close };
}

for (const temporality of ["delta", "cumulative"] as const) {
  const traits = { temporality, countTolerance: 0, startMs };
  describeSource(`memory, ${temporality}`, openMemory, traits);
  describeSource(`DuckDB, ${temporality}`, openDuckDb, traits);
}
