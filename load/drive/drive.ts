import type { Histogram } from "hdr-histogram-js";
import { FiredrillError } from "../../sandbox/errors.ts";
import type { Count, LoadRecord, LoadSecond } from "../record.ts";
import { sharedMs } from "./clock.ts";
import { assemble } from "./crew.ts";
import type { Crew } from "./crew.ts";
import { total } from "./count.ts";
import type { Part, Progress } from "./generator.ts";
import { makePlan, threadsFor } from "./plan.ts";
import type { DrivenProfile } from "./plan.ts";
import { makeRecord } from "./make-record.ts";
import { Timeline } from "./timeline.ts";

/** How a load goes, while it is on. */
export interface SoFar {
  /** Whole seconds since it began. */
  readonly seconds: number;
  /** Of all requests; what stands as lost is under way. */
  readonly count: Count;
  /** Microseconds, of all answers to requests meant to start in seconds of which nothing is under way any more. */
  readonly latency: Histogram;
}

export interface DriveOptions {
  /** The profile's, for the record. */
  readonly name: string;
  /** Ends the load at once; the record is of what there was. */
  readonly signal?: AbortSignal;
  /** Once it is aborted nothing more is sent; what is under way may end, and the record is as whole as any. */
  readonly enough?: AbortSignal;
  /** Called once for each second, in order, a second after its end, with what was answered by then. */
  readonly listen?: (second: LoadSecond) => void;
  /** Asked each second: why the load is to end before its time, null if it is not. */
  readonly stop?: (soFar: SoFar) => string | null;
  /** The host that somebody has said is theirs: beside this machine the only one that a load may go to. */
  readonly owned?: string;
  /** Threads that generate. Default: as many as the rate needs, never more than there are cores. One is this thread itself. */
  readonly threads?: number;
}

/** Who is to start needs a while to get ready: the first request would be late. */
const noticeMs = 50;

/**
 * Puts a load on a target and gives an account of it: each request in one place, latency from when it was meant to
 * start. Resolves when the last answer is there or its time is over, whatever the target did.
 * Rejects (`load-failed`) where the target is not on this machine or the generator could not work.
 */
export async function drive(profile: DrivenProfile, target: URL, options: DriveOptions): Promise<LoadRecord> {
  const { name, signal, enough } = options;
  const plan = makePlan(profile, target, options.owned);
  const threads = options.threads ?? threadsFor(plan);
  await using crew = await assemble(plan, threads);
  if (signal?.aborted) throw new FiredrillError("interrupted", `interrupted before load on ${target.origin}`);
  const watch = new Watch(crew, threads, options);
  const onAbort = (): void => watch.end("interrupted", () => crew.abort());
  const onEnough = (): void => crew.stop(sharedMs());
  signal?.addEventListener("abort", onAbort);
  enough?.addEventListener("abort", onEnough);
  try {
    const startMs = sharedMs() + noticeMs;
    const startedAt = Math.round(Date.now() + startMs - sharedMs());
    const ending = crew.start(startMs, (thread, progress) => watch.heard(thread, progress));
    if (enough?.aborted) onEnough();
    const parts = await ending;
    const { timeline, stopped } = watch.whole(parts);
    return makeRecord({ name, profile, plan, target, startedAt, stopped, parts, timeline });
  } finally {
    signal?.removeEventListener("abort", onAbort);
    enough?.removeEventListener("abort", onEnough);
  }
}

/** Puts together what the threads say, tells it on, and has the load ended where somebody wants that. */
class Watch {
  readonly #crew: Crew;
  readonly #options: DriveOptions;
  readonly #timeline: Timeline;
  /** Of each thread, what it said last. */
  readonly #said: (Progress | undefined)[];
  #asked = 0;
  #stopped: string | null = null;
  #failure: { readonly cause: unknown } | undefined;

  constructor(crew: Crew, threads: number, options: DriveOptions) {
    this.#crew = crew;
    this.#options = options;
    this.#timeline = new Timeline(options.listen);
    this.#said = Array.from({ length: threads }, () => undefined);
  }

  heard(thread: number, progress: Progress): void {
    this.#said[thread] = progress;
    this.#timeline.add(thread, progress.seconds);
    const seconds = Math.min(...this.#said.map((one) => Math.floor((one?.atMs ?? 0) / 1000)));
    if (seconds <= this.#asked || this.#failure) return;
    this.#asked = seconds;
    try {
      // Of the second that just ended some may be on the way still.
      this.#timeline.over(seconds - 1);
      const count = total(this.#said.flatMap((one) => one?.counts ?? []));
      const why = this.#options.stop?.({ seconds, count, latency: this.#timeline.latency }) ?? null;
      if (why !== null) this.end(why, () => this.#crew.stop(sharedMs()));
    } catch (cause) {
      this.#failure = { cause };
      this.#crew.abort();
    }
  }

  end(why: string, how: () => void): void {
    this.#stopped ??= why;
    how();
  }

  /** Throws what those who were told threw. */
  whole(parts: readonly Part[]): { readonly timeline: Timeline; readonly stopped: string | null } {
    for (const [thread, part] of parts.entries()) this.#timeline.add(thread, part.seconds);
    if (this.#failure) throw this.#failure.cause;
    return { timeline: this.#timeline, stopped: this.#stopped };
  }
}
