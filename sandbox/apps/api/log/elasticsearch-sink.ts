import type { Bulk } from "./bulk.ts";
import { BulkQueue } from "./bulk-queue.ts";
import type { Elasticsearch } from "./elasticsearch.ts";
import type { Sink } from "./sink.ts";

interface ElasticsearchSinkOptions {
  readonly elasticsearch: Elasticsearch;
  /** `service.ephemeral_id`: with a line's sequence it is the id of its document. */
  readonly process: string;
  /** What may wait in memory at most, in bytes. Default 16 Mi: more than 20,000 requests. */
  readonly capacity?: number;
  /** How long a line waits for others to be sent with, in ms. Default 250: it can be searched for a second later anyway. */
  readonly everyMs?: number;
  /** What is sent at once, in characters. Default 128 Ki. */
  readonly fullBulk?: number;
  /** How long to wait after so many failures in a row, in ms. */
  readonly backOff?: (failures: number) => number;
  /** An answer that takes longer will not come. Default 10,000. */
  readonly answerWithinMs?: number;
  /** Called when it begins to fail, and with nothing when it works again. */
  readonly tell?: (failure: Error | undefined) => void;
}

/** A tenth of a second at first, twice as long each time, two seconds at most. */
export function backOff(failures: number): number {
  return Math.min(100 * 2 ** Math.min(failures - 1, 16), 2000);
}

/**
 * One bulk at a time, in order: what failed is sent again before anything newer, after a while. What does not fit meanwhile is
 * dropped and counted, and so is what is refused for good. Every line is then in one place: there, dropped, or waiting.
 */
export class ElasticsearchSink implements Sink {
  readonly name = "elasticsearch";
  dropped = 0;
  readonly #options: Required<ElasticsearchSinkOptions>;
  readonly #queue: BulkQueue;
  #failures = 0;
  #failing = false;
  #prepared = false;
  #busy = false;
  #beat: NodeJS.Timeout | undefined;
  #closed = false;
  /** Closed, and out of time. */
  #over = false;
  /** Of the attempt that is made now. */
  #asking = new AbortController();
  #goOn: () => void = () => {};
  #idle: () => void = () => {};

  constructor(options: ElasticsearchSinkOptions) {
    const limits = { capacity: 16 << 20, fullBulk: 128 << 10 };
    this.#options = { ...limits, everyMs: 250, backOff, answerWithinMs: 10_000, tell: () => {}, ...options };
    this.#queue = new BulkQueue(this.#options);
  }

  /** Lines that were taken, of which it is not known what came; once it is closed: those that are left to the file. */
  get waiting(): number {
    return this.#queue.lines;
  }

  write(line: string, sequence: number): boolean {
    if (this.#closed || !this.#queue.add(`${this.#options.process}-${sequence}`, line)) {
      this.dropped += 1;
      return false;
    }
    if (this.#queue.first) this.#begin();
    else this.#wait();
    return true;
  }

  /** Goes on trying to send what is there until the deadline; what is left then is `waiting`. */
  async close(deadlineMs: number): Promise<void> {
    this.#closed = true;
    this.#failures = 0;
    this.#goOn();
    this.#begin();
    if (!this.#busy) return;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(() => {
        this.#over = true;
        this.#asking.abort();
        this.#goOn();
        resolve();
      }, deadlineMs);
      this.#idle = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  }

  #wait(): void {
    this.#beat ??= setTimeout(() => this.#begin(), this.#options.everyMs);
  }

  #begin(): void {
    clearTimeout(this.#beat);
    this.#beat = undefined;
    if (this.#busy) return;
    this.#queue.seal();
    if (this.#queue.first) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    for (let bulk = this.#queue.first; bulk && !this.#over; bulk = this.#queue.first) {
      const failure = await this.#attempt(bulk);
      // Nobody can log any more once it is closed.
      if ((failure !== undefined) !== this.#failing && !this.#closed) this.#options.tell(failure);
      this.#failing = failure !== undefined;
      if (this.#failing) await this.#pause();
      else this.#failures = 0;
      // What came meanwhile has its own time, unless nothing more comes.
      if (this.#closed) this.#queue.seal();
    }
    this.#busy = false;
    if (this.#queue.lines > 0 && !this.#closed) this.#wait();
    this.#idle();
  }

  /** Why some of it has to be sent again; undefined where nothing has. */
  async #attempt(bulk: Bulk): Promise<Error | undefined> {
    const { elasticsearch, answerWithinMs } = this.#options;
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const limit = setTimeout(() => this.#asking.abort(), answerWithinMs);
    try {
      // Again after each outage: what comes back may be new.
      if (!this.#prepared) await elasticsearch.prepare(signal);
      this.#prepared = true;
      const fates = await elasticsearch.send(bulk, signal);
      this.dropped += fates.filter((fate) => fate === "refused").length;
      return this.#queue.settle(bulk, fates) ? undefined : new Error("some lines have to be sent again");
    } catch (error) {
      this.#prepared = false;
      return error as Error;
    } finally {
      clearTimeout(limit);
    }
  }

  #pause(): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#failures += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.backOff(this.#failures));
      this.#goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
