import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Count, EncodedHistogram, LoadRecord } from "../../../load/record.ts";

/** So many answers of each time, in milliseconds: `[[950, 20], [50, 400]]`. */
function histogram(answers: readonly (readonly [count: number, ms: number])[]): EncodedHistogram {
  const made = build({ highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: 3 });
  for (const [count, ms] of answers) if (count > 0) made.recordValueWithCount(Math.round(ms * 1000), count);
  return encodeIntoCompressedBase64(made);
}

interface Happened {
  /** Answers by status; success is below 400. */
  readonly answers?: Readonly<Record<string, number>>;
  /** So many of the successes had another body. */
  readonly bodies?: number;
  readonly errors?: Partial<Pick<Count["errors"], "connection" | "closed" | "timeout">>;
  readonly lost?: number;
  readonly busy?: number;
  /** Default: all answers in 20 ms. */
  readonly latency?: readonly (readonly [number, number])[];
  /** Default: as `latency`. */
  readonly service?: readonly (readonly [number, number])[];
  readonly behind?: string;
  readonly stopped?: string;
}

/** The record of a minute in which that happened, with counts that add up. */
export function recorded(happened: Happened): LoadRecord {
  const { answers = {}, bodies = 0, lost = 0, busy = 0 } = happened;
  const answered = Object.values(answers).reduce((sum, one) => sum + one, 0);
  const good = Object.entries(answers).reduce((sum, [code, one]) => (Number(code) < 400 ? sum + one : sum), 0);
  const errors = { connection: 0, closed: 0, timeout: 0, ...happened.errors, status: answered - good, body: bodies };
  const completed = good - bodies;
  const silent = errors.connection + errors.closed + errors.timeout;
  const unsent = { busy, late: 0 };
  const count: Count = { sent: answered + silent + lost, completed, errors, answers, lost, unsent };
  const latency = happened.latency ?? [[answered, 20] as const];
  return {
    profile: "steady",
    title: "An ordinary weekday",
    model: "open",
    target: "http://127.0.0.1:3000",
    startedAt: Date.UTC(2026, 10, 24),
    seconds: 60,
    wantedPerSecond: (count.sent + busy) / 60,
    count,
    routes: [],
    latency: histogram(latency),
    service: histogram(happened.service ?? latency),
    timeline: [],
    generator: {
      workers: 1,
      cores: 0.2,
      loopDelayMs: { p99: 1, max: 3 },
      lateMs: { p99: 1, max: 4 },
      behind: happened.behind ?? null,
    },
    stopped: happened.stopped ?? null,
  };
}
