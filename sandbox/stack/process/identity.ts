import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process and when it started: a pid alone may have passed to somebody else since. */
export interface Identity {
  readonly pid: number;
  readonly started: string;
}

/** Undefined where there is no such process, or only its remains (a zombie). */
export function identify(pid: number): Identity | undefined {
  const started = process.platform === "linux" ? startedOnLinux(pid) : startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether the very process that was identified still lives. */
export function lives(identity: Identity): boolean {
  return identify(identity.pid)?.started === identity.started;
}

/** `R`, `S`, `T` (stopped) and so on; undefined where this system does not tell. */
export function stateOf(pid: number): string | undefined {
  return process.platform === "linux" ? statOf(pid)?.[0] : undefined;
}

/** On Linux; undefined where there is no such process. */
export function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function startedOnLinux(pid: number): string | undefined {
  const stat = statOf(pid);
  if (!stat || stat[0] === "Z" || stat[0] === "X") return undefined;
  // The start is counted in ticks since boot, so it takes the boot's own id to be unique.
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${stat[19]}`;
}

/** The fields of /proc/PID/stat from the state on; the name before it may hold spaces and parentheses. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function startedElsewhere(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}
