import { readdir, readFile } from "node:fs/promises";

/** USER_HZ of every Linux that Node runs on. */
const CLOCK_TICK_MS = 10;

/** What a process holds of the machine's memory now, and the most it has held, in bytes: VmRSS and VmHWM of Linux. */
export interface ProcessMemory {
  readonly residentBytes: number;
  readonly peakBytes: number;
}

/** @throws Error where there is no such process */
export async function readMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const readBytes = (field: string): number => {
    const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
    if (kibibytes === undefined) throw new Error(`process ${pid} has no ${field}: it has ended`);
    return Number(kibibytes) * 1024;
  };
  return { residentBytes: readBytes("VmRSS"), peakBytes: readBytes("VmHWM") };
}

/** Processor time that a process has used, its own and the kernel's for it. */
export async function readProcessorMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // the program's name is in parentheses and may hold spaces; utime and stime are the twelfth and thirteenth after it
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
}

/** Files, sockets and pipes that a process has open. */
export async function countOpenFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}
