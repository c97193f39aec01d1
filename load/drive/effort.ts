import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import type { EventLoopUtilization } from "node:perf_hooks";

/** What it cost a thread to generate. */
export interface Effort {
  readonly loopDelayMs: { readonly p99: number; readonly max: number };
  /** Share of the time that the thread had something to do. */
  readonly busy: number;
  /** Processor time of the whole process by real time. */
  readonly cores: number;
  /** From the start until nothing more was sent. */
  readonly sendingMs: number;
}

/** Timers that come a millisecond apart; what they come later than that is the loop's delay. */
const resolutionMs = 1;

/** Measures what this thread does, from when it is told that the load begins. */
export class EffortMeter {
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs });
  #before: { readonly loop: EventLoopUtilization; readonly cpu: NodeJS.CpuUsage } | undefined;

  begin(): void {
    if (this.#before) return;
    this.#before = { loop: performance.eventLoopUtilization(), cpu: process.cpuUsage() };
    this.#delay.enable();
  }

  end(sendingMs: number): Effort {
    const before = this.#before;
    const ms = (ns: number): number => Math.max(0, ns / 1e6 - resolutionMs);
    const loopDelayMs = { p99: ms(this.#delay.percentile(99)), max: ms(this.#delay.max) };
    this.#delay.disable();
    if (!before || sendingMs <= 0) return { loopDelayMs, busy: 0, cores: 0, sendingMs };
    const { user, system } = process.cpuUsage(before.cpu);
    const busy = performance.eventLoopUtilization(before.loop).utilization;
    return { loopDelayMs, busy, cores: (user + system) / 1000 / sendingMs, sendingMs };
  }
}
