import { ensureProgram } from "./apt.ts";

/** What it takes to watch a program's system calls in a network namespace. Without root or apt it says so, no more. */
const say = (line: string): void => console.error(`strace: ${line}`);

try {
  await ensureProgram("strace", "strace", say);
  await ensureProgram("ip", "iproute2", say);
} catch (error) {
  say(`could not be installed: ${error instanceof Error ? error.message : String(error)}`);
}
