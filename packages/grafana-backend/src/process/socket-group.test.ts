import { expect, it } from "vitest";
import { toGroupId } from "./socket-group.js";

const GROUP_FILE = "root:x:0:\ngrafana:x:472:me,you\n";

it("reads a group as a number, or by its name", () => {
  expect(toGroupId("1000", () => "")).toBe(1000);
  expect(toGroupId("grafana", () => GROUP_FILE)).toBe(472);
});

it("names the variable where there is no such group", () => {
  expect(() => toGroupId("grafan", () => GROUP_FILE)).toThrow(/PLUGIN_UNIX_SOCKET_GROUP is grafan/);
});
