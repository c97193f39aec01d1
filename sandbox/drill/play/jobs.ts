import { availableParallelism, cpus, freemem } from "node:os";
import type { Runtime } from "../../stack/service.ts";

/** What a machine has to give to drills. */
export interface Capacity {
  /** Those that nobody else keeps busy; a fraction where one is half used. */
  readonly cores: number;
  readonly memoryBytes: number;
}

/**
 * A stack is mostly waiting: so many of them keep a core of this kind as busy as it can be without scrapes that come too
 * late. Containers are dearer to boot, and are drilled again instead.
 */
const perCore: Readonly<Record<Runtime["kind"], number>> = { process: 5, container: 2 };
/** A whole stack, its API filled to its limit included. */
const stackBytes = 900 * 1024 * 1024;

/** How many drills run side by side, unless somebody says so: as many as come nearest to what is free, at least one. */
export function jobsFor(runtime: Runtime["kind"], { cores, memoryBytes }: Capacity): number {
  return Math.max(1, Math.min(Math.round(cores * perCore[runtime]), Math.floor(memoryBytes / stackBytes)));
}

/**
 * What is left of this machine, measured from the call of this to the call of what it returns. What this process itself
 * used in between is not somebody else's. However busy the others are, the scheduler gives drills their share: half is counted on.
 */
export function capacityMeter(): () => Capacity {
  const before = { busy: busyMs(), own: process.cpuUsage(), at: performance.now() };
  return () => {
    const { user, system } = process.cpuUsage(before.own);
    const others = busyMs() - before.busy - (user + system) / 1000;
    const elapsedMs = Math.max(1, performance.now() - before.at);
    const cores = availableParallelism() - Math.max(0, others) / elapsedMs;
    return { cores: Math.max(availableParallelism() / 2, cores), memoryBytes: freemem() };
  };
}

/** Of all cores together, since the machine was booted. */
function busyMs(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);
}
