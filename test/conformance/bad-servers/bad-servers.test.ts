import { inspect } from "node:util";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "./ask.js";
import { createPeers } from "./peers.js";
import { BROKEN_BODIES, OVERLOADED, REFUSED, WRONG_ADDRESS } from "./symptoms.js";

const SECRETS = { headers: { "X-Api-Key": "canary-header-1" }, bearerToken: "canary-token-2" } as const;

const peers = createPeers();
afterEach(() => peers.stop());

describe.each([
  ["a wrong address", WRONG_ADDRESS],
  ["a refusal", REFUSED],
  ["a server that is overloaded or slow", OVERLOADED],
  ["an answer that is broken", BROKEN_BODIES],
])("%s", (_name, symptoms) => {
  it.each(symptoms)(
    "$symptom fails as $code and says what to do",
    async ({ open, code, problem, remedy }) => {
      const options = { ...SECRETS, ...(await open(peers)) };
      const failure = await failureOf(options);
      expect(failure).toMatchObject({ code, text: { problem: expect.stringMatching(problem) } });
      expect(failure.text.remedy).toMatch(remedy);
      const everything = inspect(failure, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
      expect(everything).not.toContain("canary");
    },
  );

  it.each(symptoms)(
    "$symptom is the broken link that health names",
    async ({ open, code, problem, remedy, broken }) => {
      const source = createPrometheusSource({ ...SECRETS, ...(await open(peers)) });
      const { message, ...health } = await source.health();
      await source.close();
      const byCode = code === "unauthorized" ? "credentials" : "api";
      expect(health).toEqual({ ok: false, broken: broken ?? byCode });
      expect(message).toMatch(new RegExp(`${problem.source.replace(/\$$/, "")}.*${remedy.source}`, "s"));
      expect(message).not.toContain("canary");
    },
  );
});
