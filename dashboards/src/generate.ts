import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { renderFiles } from "./render.js";

// `npm run generate -w @modelwatch/dashboards`: writes what Grafana provisions.
const folder = new URL("../generated/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of renderFiles()) {
  await writeFile(new URL(name, folder), text);
  process.stdout.write(`${fileURLToPath(new URL(name, folder))}\n`);
}
