import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { Post } from "./post.ts";
import type { Wire } from "./wire.ts";

export interface QueueOptions {
  readonly wire: Wire;
  readonly post: Post;
  /** How long a span waits for others, how many wait at most, and how many are sent at once. */
  readonly delayMs: number;
  readonly capacity: number;
  readonly batch: number;
  /** An answer that takes longer will not come. */
  readonly timeoutMs: number;
  /** How long to wait after so many failures in a row, in ms. */
  readonly backOff?: (failures: number) => number;
  /** Called when the backend begins to take nothing, and with nothing when it does again. */
  readonly tell?: (failure: Error | undefined) => void;
}

/** A tenth of a second at first, twice as long each time, five seconds at most. */
function backOff(failures: number): number {
  return Math.min(100 * 2 ** Math.min(failures - 1, 16), 5000);
}

/**
 * Spans that have ended, sent batch by batch, one at a time. Whoever ends a span never waits: what does not fit is dropped and
 * counted, and so is what is refused. A batch that may be taken later is sent again before any other.
 */
export class SpanQueue implements SpanProcessor {
  sent = 0;
  dropped = 0;
  readonly #options: QueueOptions;
  readonly #waiting: ReadableSpan[] = [];
  #failures = 0;
  #busy = false;
  #closed = false;
  #beat: NodeJS.Timeout | undefined;
  readonly #over = new AbortController();
  #idle: () => void = () => {};
  #goOn: () => void = () => {};

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) return;
    const { capacity, batch, delayMs } = this.#options;
    if (this.#closed || this.#waiting.length >= capacity) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#busy) return;
    if (this.#waiting.length >= batch) this.#begin();
    else this.#beat ??= setTimeout(() => this.#begin(), delayMs);
  }

  /** Sends what is left until the deadline, and drops the rest. */
  async close(deadlineMs: number): Promise<void> {
    this.#closed = true;
    this.#failures = 0;
    this.#goOn();
    this.#begin();
    if (this.#busy) {
      await new Promise<void>((resolve) => {
        const deadline = setTimeout(() => this.#over.abort(), deadlineMs);
        this.#idle = () => {
          clearTimeout(deadline);
          resolve();
        };
      });
    }
    this.dropped += this.#waiting.splice(0).length;
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.close(0);
  }

  #begin(): void {
    clearTimeout(this.#beat);
    this.#beat = undefined;
    if (!this.#busy && this.#waiting.length > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    do {
      const failure = await this.#attempt(this.#waiting.slice(0, this.#options.batch));
      const failed = failure !== undefined;
      if (failed !== this.#failures > 0 && !this.#closed) this.#options.tell?.(failure);
      this.#failures = failed ? this.#failures + 1 : 0;
      if (failed) await this.#pause();
      // What came meanwhile has its own time, unless it is much, or nothing more comes.
    } while (!this.#over.signal.aborted && this.#waiting.length >= (this.#more() ? 1 : this.#options.batch));
    this.#busy = false;
    if (this.#waiting.length > 0 && !this.#closed)
      this.#beat ??= setTimeout(() => this.#begin(), this.#options.delayMs);
    this.#idle();
  }

  #more(): boolean {
    return this.#closed || this.#failures > 0;
  }

  /** Why these have to be sent again; undefined where something has come of them. */
  async #attempt(spans: readonly ReadableSpan[]): Promise<Error | undefined> {
    const { wire, post, timeoutMs } = this.#options;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const signal = AbortSignal.any([limit.signal, this.#over.signal]);
    const posted = await post(wire.contentType, wire.write(spans), signal);
    clearTimeout(timer);
    if (posted.again) return posted.why;
    this.#waiting.splice(0, spans.length);
    const refused = posted.taken ? Math.min(wire.refused(posted.body), spans.length) : spans.length;
    this.dropped += refused;
    this.sent += spans.length - refused;
    return undefined;
  }

  #pause(): Promise<void> {
    if (this.#over.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, (this.#options.backOff ?? backOff)(this.#failures));
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#goOn = stop;
      this.#over.signal.addEventListener("abort", stop, { once: true });
    });
  }
}
