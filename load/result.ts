/** What became of the requests that were due in a span of time. `due = sent + lost + missed`, `sent = completed + every error + inFlight`. */
export interface LoadResult {
  readonly wantedPerSecond: number;
  /** Sent, by the length of the span. */
  readonly achievedPerSecond: number;
  /** Meant to start in this span; each counts there, whenever it was answered. */
  readonly due: number;
  readonly sent: number;
  /** Answered, with whatever status. */
  readonly completed: number;
  readonly answers: Readonly<Record<"1xx" | "2xx" | "3xx" | "4xx" | "5xx", number>>;
  /** Sent and without an answer yet; or for good, where the load was ended before. */
  readonly inFlight: number;
  readonly errors: {
    /** There was nobody to connect to. */
    readonly connection: number;
    /** The connection ended without an answer. */
    readonly closed: number;
    /** No answer in time. */
    readonly timeout: number;
  };
  /** Not sent: every connection was waiting for the target. */
  readonly lost: number;
  /** Not sent: the generator came to it too late. */
  readonly missed: number;
  /** Of answers, from when the request was meant to start; null where there was none. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number } | null;
  /** How many the generator came to later than `lateMs` allows, and the worst of all. */
  readonly late: number;
  readonly latestMs: number;
  /** In words, where the generator itself fell behind; null where it did its part, whatever the target did. */
  readonly behind: string | null;
}

/** From here on a request is late, where nobody says that more matters little. */
export const defaultLateMs = 100;
/** One stall of this length, or of twice what is late, is too long, even if few requests were in it. */
export const leastStallMs = 500;
/** More than one late request in twenty is too many. */
const lateShare = 0.05;

/** A target that is down, slow or frozen is no reason: what it keeps from being sent is `lost`. */
export function fellBehind(
  of: Pick<LoadResult, "due" | "late" | "latestMs" | "missed">,
  lateMs: number,
  advice = "run fewer drills at once",
): string | null {
  const stallMs = Math.max(leastStallMs, 2 * lateMs);
  if (of.missed === 0 && of.latestMs <= stallMs && of.late <= of.due * lateShare) return null;
  const missed = of.missed > 0 ? `, ${of.missed} not at all` : "";
  return (
    `the load generator fell behind: of ${of.due} requests ${of.late} were more than ${Math.round(lateMs)} ms late, ` +
    `the worst ${Math.round(of.latestMs)} ms${missed}; this machine is too busy, ${advice}`
  );
}
