/** A platform that the plugin is built for, in the names that Grafana's plugin loader gives them (Go's). */
export interface Platform {
  readonly os: "linux" | "darwin" | "windows";
  readonly arch: "amd64" | "arm64";
}

/** What `npm run package` builds, in the order in which it does. */
export const PLATFORMS: readonly Platform[] = [
  { os: "linux", arch: "amd64" },
  { os: "linux", arch: "arm64" },
  { os: "darwin", arch: "amd64" },
  { os: "darwin", arch: "arm64" },
  { os: "windows", arch: "amd64" },
];

/** `linux-amd64`, as zips and flags name it. */
export function nameOf({ os, arch }: Platform): string {
  return `${os}-${arch}`;
}

/** The file that Grafana starts: `executable` of `plugin.json` and the platform. */
export function executableName({ os, arch }: Platform): string {
  return `gpx_modelwatch_${os}_${arch}${os === "windows" ? ".exe" : ""}`;
}

/** The platform that this process runs on. @throws Error where the plugin is not built for it. */
export function hostPlatform(): Platform {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const platform = PLATFORMS.find((candidate) => candidate.os === os && candidate.arch === arch);
  if (platform === undefined) {
    throw new Error(`packages are built on ${PLATFORMS.map(nameOf).join(", ")}, and this is ${os}-${arch}`);
  }
  return platform;
}
