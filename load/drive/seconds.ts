import type { Histogram } from "hdr-histogram-js";
import type { EncodedHistogram } from "../record.ts";
import { encoded, newHistogram } from "./histogram.ts";

/** One second of a load, in one thread, while its requests are under way. */
export interface OpenSecond {
  second: number;
  due: number;
  sent: number;
  completed: number;
  failed: number;
  readonly latency: Histogram;
  readonly late: Histogram;
}

/** What a thread says of a second. */
export interface SecondPart {
  readonly second: number;
  /** Nothing of it is under way any more. */
  readonly final: boolean;
  readonly due: number;
  readonly sent: number;
  readonly completed: number;
  readonly failed: number;
  /** Null where nothing was answered. */
  readonly latency: EncodedHistogram | null;
  /** How much later than meant its requests were sent, p95. */
  readonly lateMs: number;
}

/**
 * The seconds of which a request may still be under way. Each is told once it is over and nothing of it is under way;
 * and once before, a second after its end, to those who look on. Their histograms are used again: they are large.
 */
export class Seconds {
  readonly #open = new Map<number, OpenSecond>();
  readonly #spare: Pick<OpenSecond, "latency" | "late">[] = [];
  #last: OpenSecond | undefined;
  /** Before this one, each was told at least once. */
  #told = 0;

  at(ms: number): OpenSecond {
    const second = Math.max(0, Math.floor(ms / 1000));
    if (this.#last?.second === second) return this.#last;
    const found = this.#open.get(second) ?? this.#begin(second);
    this.#last = found;
    return found;
  }

  /** `doneMs`: everything that was due until then was dealt with. */
  told(doneMs: number): SecondPart[] {
    const over = Math.floor(doneMs / 1000);
    const parts = [];
    for (const one of [...this.#open.values()].toSorted((a, b) => a.second - b.second)) {
      if (one.second >= over) continue;
      const final = one.sent === one.completed + one.failed;
      if (!final && (one.second < this.#told || one.second >= over - 1)) continue;
      parts.push(this.#part(one, final));
      if (final) this.#forget(one);
    }
    this.#told = Math.max(this.#told, over - 1);
    return parts;
  }

  /** What is left when the load has ended: what is under way then is lost. */
  rest(): SecondPart[] {
    return [...this.#open.values()].map((one) => this.#part(one, true));
  }

  #begin(second: number): OpenSecond {
    const { latency, late } = this.#spare.pop() ?? { latency: newHistogram(), late: newHistogram() };
    const begun = { second, due: 0, sent: 0, completed: 0, failed: 0, latency, late };
    this.#open.set(second, begun);
    return begun;
  }

  #part({ latency, late, ...counts }: OpenSecond, final: boolean): SecondPart {
    const lateMs = late.getValueAtPercentile(95) / 1000;
    return { ...counts, final, latency: latency.totalCount > 0 ? encoded(latency) : null, lateMs };
  }

  #forget(one: OpenSecond): void {
    this.#open.delete(one.second);
    if (this.#last === one) this.#last = undefined;
    one.latency.reset();
    one.late.reset();
    this.#spare.push(one);
  }
}
