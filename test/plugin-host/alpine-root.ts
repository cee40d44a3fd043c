import { access, chmod, copyFile, mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../grafana-plugin/packaging/build-executable.js";

export type Architecture = Platform["arch"];

/**
 * The glibc files of each image. amd64: all that the Dockerfile of Grafana's Alpine image unpacks (glibc 2.40 since Grafana 11;
 * before that the whole of 2.35). That image has none on arm64: these are the five that the executable asks for and the
 * resolver, as `grafana-plugin/README.md` has them copied from a Debian image.
 */
const GLIBC_FILES: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1", "libresolv.so.2"],
  arm64: ["libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "libresolv.so.2"],
};
const LOADERS: Readonly<Record<Architecture, { readonly folder: string; readonly name: string }>> = {
  amd64: { folder: "lib64", name: "ld-linux-x86-64.so.2" },
  arm64: { folder: "lib", name: "ld-linux-aarch64.so.1" },
};
/** Where this machine keeps them: Debian's libc6, and its libc6-arm64-cross. */
const SOURCES: Readonly<Record<Architecture, string>> = {
  amd64: "/lib/x86_64-linux-gnu",
  arm64: "/usr/aarch64-linux-gnu/lib",
};
/** Debian's loader looks here by itself, as the image's own looks in its folder. */
const LIBRARIES: Readonly<Record<Architecture, string>> = {
  amd64: "lib/x86_64-linux-gnu",
  arm64: "lib/aarch64-linux-gnu",
};
const BUSYBOX = "/bin/busybox";
const EMULATORS: Readonly<Record<Architecture, string>> = {
  amd64: "/usr/bin/qemu-x86_64-static",
  arm64: "/usr/bin/qemu-aarch64-static",
};
/** Grafana's user in its images. */
const GRAFANA_USER = "472:0";

/** A root file system as small as an image can be: a shell, the name of one host, and glibc's files where asked for. */
export interface AlpineRoot {
  readonly path: string;
  /** Where the executable belongs, seen from outside. */
  readonly executable: string;
}

/** @throws Error that says what to install */
export async function createAlpineRoot(architecture: Architecture, glibc: boolean): Promise<AlpineRoot> {
  const path = await mkdtemp(join(tmpdir(), "modelwatch-alpine-"));
  await chmod(path, 0o755);
  for (const folder of ["bin", "etc", "plugin", "proc", "lib"]) await mkdir(join(path, folder));
  await copyTool(BUSYBOX, join(path, "bin/sh"));
  await copyTool(EMULATORS[architecture], join(path, "bin/emulator"));
  await writeFile(join(path, "etc/hosts"), "127.0.0.1 localhost store.internal\n");
  if (glibc) await copyGlibc(architecture, path);
  return { path, executable: join(path, "plugin/gpx_modelwatch") };
}

async function copyGlibc(architecture: Architecture, root: string): Promise<void> {
  const libraries = join(root, LIBRARIES[architecture]);
  const { folder, name } = LOADERS[architecture];
  await mkdir(libraries, { recursive: true });
  await mkdir(join(root, folder), { recursive: true });
  for (const file of [...GLIBC_FILES[architecture], name]) {
    await copyTool(join(SOURCES[architecture], file), join(libraries, file));
  }
  await symlink(`/${LIBRARIES[architecture]}/${name}`, join(root, folder, name));
}

async function copyTool(from: string, to: string): Promise<void> {
  try {
    await access(from);
  } catch (cause) {
    throw new Error(`no ${from}: run .ci/install-peers, which installs Debian's package of it`, { cause });
  }
  await copyFile(from, to);
}

/**
 * The command that starts the executable in the root as Grafana in a container would: the root read-only and with no writable
 * folder, /proc there, user 472 without HOME and PATH, the parent with the process id 1. `cpu` runs it under qemu as that
 * processor, which an architecture other than this machine's needs.
 */
export function startInRoot(
  root: AlpineRoot,
  cpu?: string,
): { readonly executable: string; readonly args: readonly string[] } {
  if (process.getuid?.() !== 0) throw new Error("chroot and mount need root: run these tests as root");
  const emulator = cpu === undefined ? "" : `/bin/emulator -cpu ${cpu} `;
  const script = [
    '/bin/mount --bind "$1" "$1"',
    '/bin/mount -t proc proc "$1/proc"',
    '/bin/mount -o remount,bind,ro "$1"',
    // a second command keeps the shell: it stays process 1, as Grafana is in its container
    `exec /usr/sbin/chroot --userspec=${GRAFANA_USER} "$1" /bin/sh -c '${emulator}/plugin/gpx_modelwatch; exit $?'`,
  ].join(" && ");
  const isolation = ["--mount", "--pid", "--fork", "--kill-child"];
  return { executable: "/usr/bin/unshare", args: [...isolation, "/bin/sh", "-c", script, "sh", root.path] };
}
