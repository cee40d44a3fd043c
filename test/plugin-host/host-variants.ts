import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { peersFolder } from "../stack/peer-binaries.js";

/** The Go SDKs that the host is built on, newest first: its module files in `host/` name their versions. */
export const HOST_VARIANTS = ["newest", "grafana-11", "grafana-10"] as const;
export type HostVariant = (typeof HOST_VARIANTS)[number];

/** The host's binary. @throws Error that says how to build it */
export function findPluginHost(variant: HostVariant): string {
  const path = join(peersFolder(), "bin", `plugin-host-${variant}`);
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new Error(`no ${path}: run .ci/install-peers, which builds it with Go`, { cause });
  }
  return path;
}
