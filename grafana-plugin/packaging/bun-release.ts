import type { Platform } from "./platform.js";

/** One version for every platform. The suites decide each update: Bun's HTTP/2 server has changed between versions. */
export const BUN_VERSION = "1.4.5";

/** Where a platform's Bun comes from on npm, what `--target` calls it, and what its archive must hash to. */
export interface BunRelease {
  readonly packageName: string;
  readonly target: string;
  readonly integrity: string;
}

const RELEASES: Readonly<Record<string, BunRelease>> = {
  "linux-amd64": {
    packageName: "@oven/bun-linux-x64",
    target: "bun-linux-x64",
    integrity:
      "sha512-IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
  },
  "linux-arm64": {
    packageName: "@oven/bun-linux-aarch64",
    target: "bun-linux-arm64",
    integrity:
      "sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  },
  "darwin-amd64": {
    packageName: "@oven/bun-darwin-x64",
    target: "bun-darwin-x64",
    integrity:
      "sha512-qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==",
  },
  "darwin-arm64": {
    packageName: "@oven/bun-darwin-aarch64",
    target: "bun-darwin-arm64",
    integrity:
      "sha512-4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
  },
  "windows-amd64": {
    packageName: "@oven/bun-windows-x64",
    target: "bun-windows-x64",
    integrity:
      "sha512-FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==",
  },
};

/** @throws Error for a platform that no release is pinned for. */
export function bunReleaseFor({ os, arch }: Platform): BunRelease {
  const release = RELEASES[`${os}-${arch}`];
  if (release === undefined) throw new Error(`no Bun is pinned for ${os}-${arch}: add it to bun-release.ts`);
  return release;
}
