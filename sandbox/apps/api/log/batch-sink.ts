import type { Sink } from "./sink.ts";

interface BatchOptions {
  readonly name: string;
  /** Writes whole lines, each with its end; called again only when it has resolved. Rejects if any of them is lost. */
  readonly put: (text: string) => Promise<void>;
  /** How long a line waits for others to be written with, in ms. Default 20: a write costs more than many lines. */
  readonly everyMs?: number;
  /** What may wait in memory at most, in characters. Default 4 Mi. */
  readonly capacity?: number;
  /** A line of its own that says how many are missing before it; without it, only `dropped` tells. */
  readonly notice?: (dropped: number) => string;
}

const everyMs = 20;
/** So much is written at once, in characters. */
const fullBatch = 64 * 1024;

/** One asynchronous write at a time, of all that came since the one before; whoever writes a line never waits for it. */
export class BatchSink implements Sink {
  readonly name: string;
  dropped = 0;
  readonly #options: BatchOptions;
  readonly #capacity: number;
  #waiting = "";
  #lines = 0;
  /** Lines dropped since the last notice. */
  #untold = 0;
  #busy = false;
  #beat: NodeJS.Timeout | undefined;
  #closed = false;
  #idle: () => void = () => {};

  constructor(options: BatchOptions) {
    this.#options = options;
    this.name = options.name;
    this.#capacity = options.capacity ?? 4 * 1024 * 1024;
  }

  write(line: string): boolean {
    if (this.#closed || this.#waiting.length + line.length > this.#capacity) {
      this.#drop(1);
      return false;
    }
    if (this.#untold > 0 && this.#options.notice !== undefined)
      this.#waiting += `${this.#options.notice(this.#untold)}\n`;
    this.#untold = 0;
    this.#waiting += `${line}\n`;
    this.#lines += 1;
    if (this.#waiting.length >= fullBatch) this.#begin();
    else this.#beat ??= setTimeout(() => this.#begin(), this.#options.everyMs ?? everyMs);
    return true;
  }

  async close(deadlineMs: number): Promise<void> {
    this.#closed = true;
    this.#begin();
    if (!this.#busy) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      AbortSignal.timeout(deadlineMs).addEventListener("abort", () => resolve());
    });
    this.#drop(this.#lines);
    this.#waiting = "";
    this.#lines = 0;
  }

  #begin(): void {
    clearTimeout(this.#beat);
    this.#beat = undefined;
    if (!this.#busy && this.#lines > 0) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    do {
      const [text, lines] = [this.#waiting, this.#lines];
      this.#waiting = "";
      this.#lines = 0;
      try {
        await this.#options.put(text);
      } catch {
        this.#drop(lines);
      }
      // What came meanwhile has its own time, unless it is much, or nothing more comes.
    } while (this.#waiting.length >= fullBatch || (this.#closed && this.#lines > 0));
    this.#busy = false;
    if (this.#lines > 0) this.#beat ??= setTimeout(() => this.#begin(), this.#options.everyMs ?? everyMs);
    this.#idle();
  }

  #drop(lines: number): void {
    this.dropped += lines;
    this.#untold += lines;
  }
}
