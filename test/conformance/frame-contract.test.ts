import { readdir, readFile } from "node:fs/promises";
import { encodeFrame } from "@modelwatch/grafana-backend";
import { expect, it } from "vitest";
import { toFrames, type JsonFrame } from "../plugin-host/test-plugin/json-frame.js";

/** A frame with exact texts as values, and the Arrow file that it is sent as, in base64. Files are added, never changed. */
interface ContractExample {
  readonly frame: JsonFrame;
  readonly arrow: string;
}

const FOLDER = new URL("frame-contract/", import.meta.url);
const NAMES = (await readdir(FOLDER)).filter((name) => name.endsWith(".json"));

it.each(NAMES)("%s is sent byte for byte as it always was", async (name) => {
  const example = JSON.parse(await readFile(new URL(name, FOLDER), "utf8")) as ContractExample;
  const [frame] = toFrames([example.frame]);
  expect(frame && Buffer.from(encodeFrame(frame, "A")).toString("base64")).toBe(example.arrow);
});

it("has an example of every kind of the data plane contract, every field type, the whole config and meta", () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(11);
});
