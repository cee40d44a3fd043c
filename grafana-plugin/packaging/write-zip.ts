import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { zipSync, type Zippable } from "fflate";

/** The earliest instant that a zip can hold, in local time as the format asks: the same bits in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);
/** Unix file modes stand in the upper half of the attributes, and count only where the creator is Unix. */
const UNIX = 3;
const EXECUTABLE_MODE = 0o100_755;
const FILE_MODE = 0o100_644;

/**
 * The files of `folder` under `rootName/` as one zip. Names are sorted, times fixed, and the compressor is not the platform's: the
 * same files give the same bytes. Files that `isExecutable` names keep the right to run.
 */
export async function writeZip(
  folder: string,
  rootName: string,
  zipPath: string,
  isExecutable: (path: string) => boolean,
): Promise<void> {
  const entries: Zippable = {};
  for (const path of await listFiles(folder)) {
    // an unsigned shift: the upper half would otherwise make the number negative
    const attrs = ((isExecutable(path) ? EXECUTABLE_MODE : FILE_MODE) << 16) >>> 0;
    entries[`${rootName}/${path}`] = [await readFile(join(folder, path)), { attrs }];
  }
  await mkdir(dirname(zipPath), { recursive: true });
  await writeFile(zipPath, zipSync(entries, { mtime: FIXED_TIME, os: UNIX, level: 9 }));
}

/** Paths below `folder` with `/`, ascending. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
