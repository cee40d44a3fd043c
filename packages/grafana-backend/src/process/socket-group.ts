import { chmodSync, chownSync, readFileSync } from "node:fs";

const GROUP_FILE = "/etc/group";

/** Opens a socket to a group, given by its number or its name in `/etc/group`. @throws Error where there is no such group. */
export function grantGroup(socketPath: string, group: string): void {
  // no owner is named by -1: the socket keeps it
  chownSync(
    socketPath,
    -1,
    toGroupId(group, () => readFileSync(GROUP_FILE, "utf8")),
  );
  chmodSync(socketPath, 0o660);
}

/** The number of a group; the lines of the group file are `name:password:number:members`. */
export function toGroupId(group: string, readGroupFile: () => string): number {
  if (/^\d+$/.test(group)) return Number(group);
  for (const line of readGroupFile().split("\n")) {
    const [name, , id] = line.split(":");
    if (name === group && id) return Number(id);
  }
  throw new Error(`PLUGIN_UNIX_SOCKET_GROUP is ${group}, which is no group in ${GROUP_FILE}`);
}
