import { expect } from "vitest";
import type { ResourcePiece } from "../host-answers.js";
import type { Fact } from "./fact.js";

const PIECES = 500;

const toText = (piece: ResourcePiece | undefined): string =>
  Buffer.from(piece?.body ?? "", "base64").toString();

/** protojson of pluginv2.CallResourceRequest. */
function toResourceRequest(path: string, query = ""): object {
  return { path, url: `${path}${query}`, method: "POST", body: Buffer.from("a body").toString("base64") };
}

export const SERVICE_FACTS: readonly Fact[] = [
  {
    area: "Diagnostics",
    name: "health is OK, or an error with message and details",
    check: async ({ host }) => {
      expect(await host.checkHealth()).toMatchObject({ status: "OK", message: "the test plugin answers" });
      const jsonData = Buffer.from('{"failing":true}').toString("base64");
      const pluginContext = { orgId: "1", dataSourceInstanceSettings: { uid: "u", jsonData } };
      const failing = await host.checkHealth({ pluginContext });
      expect(failing).toMatchObject({ status: "ERROR", message: "the settings ask for a failure" });
      expect(JSON.parse(failing.details)).toMatchObject({ link: "settings" });
    },
  },
  {
    area: "Diagnostics",
    name: "metrics are Prometheus' text",
    check: async ({ host }) => {
      const { prometheus } = await host.collectMetrics();
      expect(prometheus).toMatch(/^# TYPE test_plugin_waits gauge\ntest_plugin_waits 0\n/);
    },
  },
  {
    area: "Resource",
    name: "status, headers and body arrive, and the plugin got the path's segments, query and body",
    check: async ({ host }) => {
      const pieces = await host.callResource(toResourceRequest("echo/a%20b", "?x=1&x=2"));
      expect(pieces).toMatchObject([{ code: 201, headers: { "content-type": ["application/json"] } }]);
      expect(JSON.parse(toText(pieces[0]))).toEqual({
        method: "POST",
        rest: ["a b"],
        query: "x=1&x=2",
        body: "a body",
      });
    },
  },
  {
    area: "Resource",
    name: `a stream of ${PIECES} pieces arrives as ${PIECES} messages in order`,
    check: async ({ host }) => {
      const pieces = await host.callResource(toResourceRequest("pieces", `?count=${PIECES}`));
      const texts = pieces.map(toText).filter((text) => text !== "");
      expect(texts).toEqual(Array.from({ length: PIECES }, (_, index) => `piece ${index}\n`));
      expect(pieces[0]?.code).toBe(200);
    },
  },
  {
    area: "Resource",
    name: "a body that breaks off ends the call with an error, and an unknown path is a 404",
    check: async ({ host }) => {
      await expect(host.callResource(toResourceRequest("broken"))).rejects.toMatchObject({
        code: "Unavailable",
        message: expect.stringContaining("the store went away"),
      });
      expect(await host.callResource(toResourceRequest("nothing"))).toMatchObject([{ code: 404 }]);
      expect(await host.callResource(toResourceRequest("..%2f..%2fetc"))).toMatchObject([
        { code: expect.toSatisfy((code) => code === 400 || code === 404) },
      ]);
    },
  },
  {
    area: "Stream",
    name: "a subscription is declined as not found, publishing as denied, and there is nothing to run",
    check: async ({ host }) => {
      expect(await host.call("subscribeStream")).toEqual({ status: "NOT_FOUND" });
      expect(await host.call("publishStream")).toEqual({ status: "PERMISSION_DENIED" });
      await expect(host.call("runStream")).rejects.toMatchObject({ code: "Unimplemented" });
    },
  },
];
