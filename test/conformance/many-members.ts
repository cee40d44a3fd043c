// A cluster of three members, each with a Modelwatch of its own. SIGTERM goes from the primary to the members, who do not listen to it.
import cluster from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";
import { predictAs } from "./predict-as.js";

if (cluster.isPrimary) {
  const members = [100, 200, 300].map((predictions) => cluster.fork({ PREDICTIONS: predictions }));
  await Promise.all(members.map((member) => once(member, "message")));
  process.once("SIGTERM", () => {
    for (const member of members) member.process.kill("SIGTERM");
  });
  process.stdout.write("predicted\n");
} else {
  createServer().listen(0, "127.0.0.1");
  await predictAs(Number(process.env["PREDICTIONS"]));
  process.send?.("predicted");
}
