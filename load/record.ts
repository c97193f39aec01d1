/** How a request that was sent failed; each is counted once, as the first of these that is true of it. */
export type Failure =
  /** There was nobody to connect to. */
  | "connection"
  /** The connection ended without a whole answer. */
  | "closed"
  /** No whole answer in time. */
  | "timeout"
  /** Answered, with a status that the profile does not take for success. */
  | "status"
  /** Answered with a good status, and not with the body that the profile expects. */
  | "body";

/** Each request stands in one place: `due = sent + unsent`, `sent = completed + every error + lost`. */
export interface Count {
  readonly sent: number;
  /** Answered as expected. */
  readonly completed: number;
  readonly errors: Readonly<Record<Failure, number>>;
  /** Answers by their status code: `{ "200": 2975, "503": 5 }`. Absent where nobody kept it. */
  readonly answers?: Readonly<Record<string, number>>;
  /** Sent, and without an answer when the load had ended and its time to drain was over. */
  readonly lost: number;
  /** Due, and not sent: every connection was waiting for the target (`busy`), or the generator came to it too late (`late`). */
  readonly unsent: { readonly busy: number; readonly late: number };
}

/** One second of a load, by when its requests were meant to start. */
export interface LoadSecond {
  /** Whole seconds since the load began. */
  readonly second: number;
  /** Requests meant to start in it. */
  readonly due: number;
  readonly sent: number;
  readonly completed: number;
  readonly failed: number;
  /** Whatever their status and body: what `latencyMs` is of. Absent where nobody kept it. */
  readonly answered?: number;
  /** Of answers, from when the request was meant to start; null where there was none. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number } | null;
}

/** An HdrHistogram of microseconds, three significant digits: base64 of its compressed V2 encoding. */
export type EncodedHistogram = string;

export interface RouteRecord {
  /** The profile's method and path: `GET /api/bonds`. */
  readonly route: string;
  readonly count: Count;
  readonly latency: EncodedHistogram;
}

/**
 * The answers of `LoadRecord.latency` by when their requests were meant to start, in spans of so many whole seconds:
 * as many of them as the timeline fills, the last may be short. At most 120, so that an hour takes no more room than two minutes.
 */
export interface LoadSpans {
  readonly seconds: number;
  readonly latency: readonly EncodedHistogram[];
  /** How much later than meant the requests of each were sent, p95: what the generator, or its machine, has a part in. */
  readonly lateMs: readonly number[];
}

/** What happened while a load was on: the seam between driving and judging. Plain JSON. */
export interface LoadRecord {
  /** The profile's name, its title, and how it asks. */
  readonly profile: string;
  readonly title: string;
  /** `open`: so many requests a second, whatever becomes of them. `closed`: so many users, each waiting for its answer. */
  readonly model: "open" | "closed";
  readonly target: string;
  /** Real milliseconds since 1970. */
  readonly startedAt: number;
  /** From the first request that was due to the last, without the time to drain. */
  readonly seconds: number;
  /** Requests per second of the schedule, on average; null in a closed model, which has none. */
  readonly wantedPerSecond: number | null;
  readonly count: Count;
  readonly routes: readonly RouteRecord[];
  /** Of all answers, whatever their status: from when the request was meant to start. */
  readonly latency: EncodedHistogram;
  /** Of the same answers: from when the request was sent. What it lacks is queueing that the server can't see. */
  readonly service: EncodedHistogram;
  readonly timeline: readonly LoadSecond[];
  /** What comparing needs; absent where nobody kept it. */
  readonly spans?: LoadSpans;
  readonly generator: {
    readonly workers: number;
    /** Processor time of the generating process by real time; 1 is one core. */
    readonly cores: number;
    /** How long the event loop was held up, at worst of all workers. */
    readonly loopDelayMs: { readonly p99: number; readonly max: number };
    /** How much later than meant requests were sent. */
    readonly lateMs: { readonly p99: number; readonly max: number };
    /** In words, where the generator itself was the bottleneck; null where it did its part, whatever the target did. */
    readonly behind: string | null;
  };
  /** Why the load was ended before its time; null where it was not. */
  readonly stopped: string | null;
}
