import { decodeFromCompressedBase64, JsHistogram } from "hdr-histogram-js";
import { FiredrillError } from "../../sandbox/errors.ts";
import type { EncodedHistogram, LoadRecord } from "../record.ts";

/** Some seconds of a run that are resampled as one: what they have in common (a pause, a busy neighbour) counts once. */
export interface Span {
  readonly due: number;
  readonly sent: number;
  readonly completed: number;
  /** How late the generator was itself, p95. */
  readonly lateMs: number;
  /** Which latencies of the grid there were, and how many of each. */
  readonly at: readonly number[];
  readonly counts: readonly number[];
}

/** A run as statistics need it. */
export interface RunSample {
  /** All latencies that any of the compared runs has, in ms, ascending. */
  readonly grid: readonly number[];
  readonly spans: readonly Span[];
  readonly seconds: number;
  /** Arrivals follow a schedule: seconds are alike where as many requests were due. */
  readonly scheduled: boolean;
}

/** A latency in ms by how many answers took it. */
export type Latencies = ReadonlyMap<number, number>;

/** Of runs that are to be compared with one another. Rejects records whose spans were not kept (`load-failed`). */
export function samplesOf(records: readonly LoadRecord[]): RunSample[] {
  const latencies = records.map((record) => spansOf(record).latency.map(latenciesOf));
  const grid = gridOf(latencies.flat());
  return records.map((record, n) => ({
    grid: grid.values,
    spans: (latencies[n] ?? []).map((span, at) => ({ ...countsOf(record, at), ...grid.place(span) })),
    seconds: record.seconds,
    scheduled: record.model === "open",
  }));
}

/** Every latency of some spans, once; and where each of a span's stands among them. */
export function gridOf(spans: readonly Latencies[]): {
  readonly values: readonly number[];
  place(span: Latencies): Pick<Span, "at" | "counts">;
} {
  const values = [...new Set(spans.flatMap((span) => [...span.keys()]))].toSorted((a, b) => a - b);
  const index = new Map(values.map((value, at) => [value, at]));
  return {
    values,
    place: (span) => ({ at: [...span.keys()].map((value) => index.get(value) ?? 0), counts: [...span.values()] }),
  };
}

function spansOf(record: LoadRecord): NonNullable<LoadRecord["spans"]> {
  if (record.spans) return record.spans;
  throw new FiredrillError(
    "load-failed",
    `the load ${record.profile} was recorded without the spans that comparing needs`,
  );
}

function countsOf(record: LoadRecord, span: number): Omit<Span, "at" | "counts"> {
  const { seconds, lateMs } = spansOf(record);
  const inside = record.timeline.filter(({ second }) => Math.floor(second / seconds) === span);
  const sum = (of: "due" | "sent" | "completed"): number => inside.reduce((total, one) => total + one[of], 0);
  return { due: sum("due"), sent: sum("sent"), completed: sum("completed"), lateMs: lateMs[span] ?? 0 };
}

/** Throws where the text is no histogram. */
export function latenciesOf(encoded: EncodedHistogram): Latencies {
  const histogram = decodeFromCompressedBase64(encoded);
  if (!(histogram instanceof JsHistogram)) throw new TypeError("not a histogram that can be read bucket by bucket");
  const found = new Map<number, number>();
  for (let bucket = 0; bucket < histogram.countsArrayLength; bucket++) {
    const count = histogram.getCountAtIndex(bucket);
    if (count > 0) found.set(histogram.medianEquivalentValue(histogram.valueFromIndex(bucket)) / 1000, count);
  }
  return found;
}
