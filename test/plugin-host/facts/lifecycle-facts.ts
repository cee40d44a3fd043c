import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { expect } from "vitest";
import { CONNECTIONS, TCP, UNIX_SOCKET } from "../connections.js";
import { waitForEnd } from "../process-end.js";
import type { LifecycleFact } from "./fact.js";

const area = "life of the process";

export const LIFECYCLE_FACTS: readonly LifecycleFact[] = [
  {
    area,
    name: "it starts over every connection, serves, ends with status 0 when asked to, and leaves no socket",
    check: async ({ host, folder, start }) => {
      for (const connection of CONNECTIONS) {
        const { protocol, network, pid } = await start(connection);
        expect({ protocol, network }).toEqual({ protocol: 2, network: connection.network });
        await host.ping();
        expect(await host.checkHealth()).toMatchObject({ message: expect.stringMatching(/./) });
        expect(await host.kill(), connection.name).toEqual({ exitCode: 0 });
        await waitForEnd(pid);
        expect(await readdir(folder)).toEqual([]);
      }
    },
  },
  {
    area,
    name: "it is Unavailable after kill -9, and serves again when the host starts it again",
    check: async ({ host, start }) => {
      const { pid } = await start(TCP);
      process.kill(pid, "SIGKILL");
      await waitForEnd(pid);
      await expect(host.checkHealth()).rejects.toMatchObject({ code: "Unavailable" });
      await host.kill();
      expect((await start(TCP)).pid).not.toBe(pid);
      await host.ping();
    },
  },
  {
    area,
    name: "it ends and removes its socket when the host is killed without a word",
    check: async ({ host, folder, start }) => {
      const { pid, address } = await start(UNIX_SOCKET);
      expect(existsSync(address)).toBe(true);
      await host.killHost();
      await waitForEnd(pid);
      expect(await readdir(folder)).toEqual([]);
    },
  },
  {
    area,
    name: "it goes on after a SIGINT to the host's whole group, which did reach it",
    check: async ({ host, start }) => {
      const { pid } = await start(TCP);
      process.kill(-host.pid, "SIGINT");
      await host.logs("SIGINT ignored: the host ends its plugins");
      await host.ping();
      expect(await host.kill()).toEqual({ exitCode: 0 });
      await waitForEnd(pid);
    },
  },
];
