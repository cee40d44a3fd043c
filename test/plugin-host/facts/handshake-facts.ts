import { dirname } from "node:path";
import { expect } from "vitest";
import type { Fact } from "./fact.js";

const area = "handshake";

export const HANDSHAKE_FACTS: readonly Fact[] = [
  {
    area,
    name: "version 2 is agreed on, at a loopback port or a socket in the host's folder",
    check: async ({ started, connection, folder }) => {
      expect(started).toMatchObject({ protocol: 2, network: connection.network });
      if (connection.network === "unix") expect(dirname(started.address)).toBe(folder);
      else expect(started.address).toMatch(/^127\.0\.0\.1:\d+$/);
    },
  },
  {
    area,
    name: "under AutoMTLS a client without the host's certificate is refused; without it one is served",
    check: async ({ host, connection }) => {
      const refused = { code: "Unavailable" };
      if (connection.autoMtls)
        await expect(host.call("callAsStranger", { tls: false })).rejects.toMatchObject(refused);
      else await host.call("callAsStranger", { tls: false });
      await expect(host.call("callAsStranger", { tls: true })).rejects.toMatchObject(refused);
    },
  },
  {
    area: "host services",
    name: "the health service answers the host's ping",
    check: ({ host }) => host.ping(),
  },
  {
    area: "host services",
    name: "the broker's and the standard output's streams are held open until the host leaves them",
    check: async ({ host }) => {
      for (const method of ["/plugin.GRPCBroker/StartStream", "/plugin.GRPCStdio/StreamStdio"]) {
        const stream = host.startCall("invoke", { method });
        const outcome = expect(stream.answer).rejects.toMatchObject({ code: "Canceled" });
        // an answer to the stream would come before the ping's
        await host.ping();
        await stream.cancel();
        await outcome;
      }
      const complaints = (await host.logs()).filter(({ message }) =>
        /stdio service (not |un)available/.test(message),
      );
      expect(complaints).toEqual([]);
    },
  },
  {
    area: "host services",
    name: "what the plugin does not serve is Unimplemented",
    check: async ({ host }) => {
      const methods = [
        "/pluginv2.Data/QueryChunkedData",
        "/pluginv2.AdmissionControl/ValidateAdmission",
        "/pluginv2.AdmissionControl/MutateAdmission",
        "/pluginv2.ResourceConversion/ConvertObjects",
        "/pluginv2.Data/NoSuchMethod",
        "/no.such.Service/Method",
      ];
      for (const method of methods) {
        await expect(host.call("invoke", { method }), method).rejects.toMatchObject({
          code: "Unimplemented",
        });
      }
    },
  },
];
