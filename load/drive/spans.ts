import type { Histogram } from "hdr-histogram-js";
import type { EncodedHistogram, LoadSpans } from "../record.ts";
import { addEncoded, encoded, newHistogram } from "./histogram.ts";
import type { SecondPart } from "./seconds.ts";

const mostSpans = 120;

interface Kept {
  readonly due: number;
  readonly latency: EncodedHistogram;
  readonly lateMs: number;
}

/** Keeps the answers of each second, encoded: a few hundred bytes. */
export class Spans {
  readonly #seconds = new Map<number, Kept>();

  /** Of a second that is over: what each thread said of it, and all its answers. */
  keep(second: number, parts: readonly SecondPart[], latency: Histogram): void {
    this.#seconds.set(second, {
      due: parts.reduce((sum, part) => sum + part.due, 0),
      latency: encoded(latency),
      lateMs: weighed(parts),
    });
  }

  /** Of a load of so many whole seconds. */
  whole(length: number): LoadSpans {
    const seconds = Math.max(1, Math.ceil(length / mostSpans));
    const spans = Array.from({ length: Math.ceil(length / seconds) }, (_, span) =>
      Array.from({ length: seconds }, (_, n) => this.#seconds.get(span * seconds + n) ?? []).flat(),
    );
    return { seconds, latency: spans.map(together), lateMs: spans.map(weighed) };
  }
}

function together(kept: readonly Kept[]): EncodedHistogram {
  if (kept.length === 1) return kept[0]?.latency ?? "";
  const all = newHistogram();
  for (const { latency } of kept) addEncoded(all, latency);
  return encoded(all);
}

/** The mean, in which each counts as often as requests were due. */
function weighed(of: readonly { readonly due: number; readonly lateMs: number }[]): number {
  const due = of.reduce((sum, one) => sum + one.due, 0);
  return due === 0 ? 0 : of.reduce((sum, one) => sum + one.due * one.lateMs, 0) / due;
}
