import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { crc32, deflateRaw, type ZlibOptions } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";

/** The earliest instant that a zip can hold, in local time as the format asks: the same bits in every time zone. */
const FIXED_TIME = new Date(1980, 0, 1);
/** Unix file modes stand in the upper half of the attributes, and count only where the creator is Unix. */
const UNIX = 3;
const EXECUTABLE_MODE = 0o100_755;
const FILE_MODE = 0o100_644;

/** Which files of the folder a zip has, by their paths in it. */
export interface ZipContents {
  readonly includes: (path: string) => boolean;
  /** These keep the right to run. */
  readonly isExecutable: (path: string) => boolean;
}

const deflate = promisify<Uint8Array, ZlibOptions, Buffer<ArrayBuffer>>(deflateRaw);

/**
 * The files of `folder` under `rootName/` as one zip. Names are sorted and times fixed: the same files give the same bytes
 * on the same Node.js, whose zlib compresses.
 */
export async function writeZip(
  folder: string,
  rootName: string,
  zipPath: string,
  { includes, isExecutable }: ZipContents,
): Promise<void> {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    parts.push(part);
  });
  for (const path of (await listFiles(folder)).filter(includes)) {
    // an unsigned shift: the upper half would otherwise make the number negative
    const attrs = ((isExecutable(path) ? EXECUTABLE_MODE : FILE_MODE) << 16) >>> 0;
    await addFile(zip, `${rootName}/${path}`, await readFile(join(folder, path)), attrs);
  }
  zip.end();
  await mkdir(dirname(zipPath), { recursive: true });
  await writeFile(zipPath, parts);
}

/** Compressed by Node's zlib, on its threads: JavaScript's deflate took minutes for an executable. */
async function addFile(zip: Zip, filename: string, bytes: Uint8Array, attrs: number): Promise<void> {
  const file: ZipInputFile = {
    filename,
    attrs,
    os: UNIX,
    mtime: FIXED_TIME,
    compression: 8,
    size: bytes.length,
    crc: crc32(bytes),
  };
  zip.add(file);
  file.ondata?.(null, await deflate(bytes, { level: 9 }), true);
}

/** Paths below `folder` with `/`, ascending. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
