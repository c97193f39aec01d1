import type { Histogram } from "hdr-histogram-js";
import type { LoadSecond, LoadSpans } from "../record.ts";
import { addEncoded, newHistogram } from "./histogram.ts";
import type { SecondPart } from "./seconds.ts";
import { Spans } from "./spans.ts";

/** The seconds of a load, put together from what each thread said of them. */
export class Timeline {
  /** Of all answers in seconds of which nothing is under way. */
  readonly latency: Histogram = newHistogram();
  readonly #spans = new Spans();
  readonly #listen: (second: LoadSecond) => void;
  readonly #ended = new Map<number, LoadSecond>();
  /** By thread, of seconds of which something may be under way. */
  readonly #open = new Map<number, Map<number, SecondPart>>();
  #heard = 0;

  constructor(listen: (second: LoadSecond) => void = () => {}) {
    this.#listen = listen;
  }

  /** What a thread said last of a second is what counts. */
  add(thread: number, parts: readonly SecondPart[]): void {
    for (const part of parts) {
      const open = this.#open.get(part.second) ?? new Map<number, SecondPart>();
      open.set(thread, part);
      this.#open.set(part.second, open);
    }
  }

  /** Every thread has said what there was in the seconds before this one, which are told on, each once and in order. */
  over(before: number): void {
    for (; this.#heard < before; this.#heard++) {
      const known = this.#ended.get(this.#heard);
      this.#listen(known ?? together(this.#heard, this.#partsOf(this.#heard), newHistogram()));
    }
    for (const second of this.#open.keys()) {
      if (second < before && this.#partsOf(second).every((part) => part.final)) this.#end(second);
    }
  }

  /** All of so many seconds, when nothing more is to come. */
  whole(seconds: number): LoadSecond[] {
    for (const second of this.#open.keys()) this.#end(second);
    const length = Math.ceil(seconds);
    this.over(length);
    return Array.from({ length }, (_, second) => this.#ended.get(second) ?? together(second, [], newHistogram()));
  }

  /** The same answers in stretches, when the load has ended. */
  spans(seconds: number): LoadSpans {
    return this.#spans.whole(Math.ceil(seconds));
  }

  #partsOf(second: number): SecondPart[] {
    return [...(this.#open.get(second)?.values() ?? [])];
  }

  #end(second: number): void {
    const latency = newHistogram();
    const parts = this.#partsOf(second);
    this.#ended.set(second, together(second, parts, latency));
    this.#spans.keep(second, parts, latency);
    this.#open.delete(second);
    this.latency.add(latency);
  }
}

/** `latency`: takes theirs in. */
function together(second: number, parts: readonly SecondPart[], latency: Histogram): LoadSecond {
  const sum = (of: (part: SecondPart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  for (const part of parts) addEncoded(latency, part.latency);
  const at = (percentile: number): number => latency.getValueAtPercentile(percentile) / 1000;
  return {
    second,
    due: sum((part) => part.due),
    sent: sum((part) => part.sent),
    completed: sum((part) => part.completed),
    failed: sum((part) => part.failed),
    answered: latency.totalCount,
    latencyMs: latency.totalCount > 0 ? { p50: at(50), p95: at(95), p99: at(99), max: latency.maxValue / 1000 } : null,
  };
}
