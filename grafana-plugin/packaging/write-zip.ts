import { createWriteStream } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** The earliest instant that a zip can hold, in local time as the format asks: the same bits in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);
const EXECUTABLE_MODE = 0o100_755;
const FILE_MODE = 0o100_644;

/**
 * The files of `folder` under `rootName/` as one zip. Names are sorted and times fixed, so that the same files give the same bytes;
 * files that `isExecutable` names keep the right to run.
 */
export async function writeZip(
  folder: string,
  rootName: string,
  zipPath: string,
  isExecutable: (path: string) => boolean,
): Promise<void> {
  const zip = new ZipFile();
  for (const path of await listFiles(folder)) {
    const mode = isExecutable(path) ? EXECUTABLE_MODE : FILE_MODE;
    zip.addFile(join(folder, path), `${rootName}/${path}`, {
      mtime: FIXED_TIME,
      mode,
      forceDosTimestamp: true,
    });
  }
  zip.end();
  await mkdir(dirname(zipPath), { recursive: true });
  await pipeline(zip.outputStream, createWriteStream(zipPath));
}

/** Paths below `folder` with `/`, ascending. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
