/** Milliseconds of the clock that all threads of a process share, and that never jumps. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A load's own time, in milliseconds since it began. */
export class Clock {
  /** From then on nothing is sent. */
  endMs: number;
  readonly #start: number;

  /** `startMs`: as `sharedMs` says. */
  constructor(startMs: number, endMs: number) {
    this.#start = performance.now() + startMs - sharedMs();
    this.endMs = endMs;
  }

  now(): number {
    return performance.now() - this.#start;
  }
}
