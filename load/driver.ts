import { FiredrillError } from "../sandbox/errors.ts";
import { Ledger } from "./ledger.ts";
import { loopbackAddress } from "./loopback.ts";
import { requestMix } from "./mix.ts";
import { thinned } from "./thinned.ts";
import { ConnectionPool } from "./pool.ts";
import { milliseconds } from "../sandbox/rules/duration.ts";
import type { EvenProfile } from "./profile.ts";
import type { Request } from "./request.ts";
import type { LoadResult } from "./result.ts";

/** A load that is on. Disposing ends it and closes its connections; its results stay. */
export interface Load extends AsyncDisposable {
  /** Of all requests so far. */
  result(): LoadResult;
  /** Of the requests due in a span of time that is past, in milliseconds since 1970. */
  between(fromMs: number, toMs: number): LoadResult;
  /** Where it was held up for longer than a tenth of a second while requests were due, in a span as above. */
  stalls(fromMs: number, toMs: number): readonly Stall[];
  /** Only that share of the requests that are due from now on is sent, evenly; disposing has all of them sent again. */
  pace(share: number): Disposable;
}

/** What was due while the generator was held up went out at once, as it came to it. */
export interface Stall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
  /** How many were later than a tenth of a second. */
  readonly requests: number;
}

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** Without an answer for so long, a request has failed. Default: what the profile says, else 2,000. */
  readonly timeoutMs?: number;
  /** From here on a request came late; too many of them and the generator fell behind. Default 100. */
  readonly lateMs?: number;
  /** Default: as many as keep the rate up while nothing is answered, at most 256. */
  readonly connections?: number;
}

/** So many requests are remembered one by one: three hours at a hundred per second. */
const remembered = 2 ** 20;

/**
 * Sends the profile's requests evenly: the n-th is meant to start n ÷ rate seconds after the first, whatever became of
 * those before it, and its latency counts from then. A target that is down or frozen meets the same schedule,
 * with at most one new connection for each request; what comes back is under an even load at once.
 */
export async function startLoad(profile: EvenProfile, target: URL, options: LoadOptions = {}): Promise<Load> {
  if (options.signal?.aborted) throw new FiredrillError("interrupted", `interrupted before load on ${target.origin}`);
  return new EvenLoad(profile, target, options);
}

class EvenLoad implements Load {
  readonly #rate: number;
  readonly #mix: (n: number) => number;
  readonly #pool: ConnectionPool;
  readonly #ledger: Ledger;
  readonly #timeoutMs: number;
  readonly #beat: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  /** The same instant on the clock that never jumps, and on the one that journals use. */
  readonly #start = performance.now();
  readonly #startEpoch = Date.now();
  /** Whether the next request is sent; undefined: all are. */
  #wanted: (() => boolean) | undefined;
  #end: number | undefined;
  #closed: Promise<void> | undefined;

  constructor(profile: EvenProfile, target: URL, options: LoadOptions) {
    this.#rate = profile.rate;
    this.#mix = requestMix(profile.requests.map((request) => request.weight));
    this.#timeoutMs = options.timeoutMs ?? milliseconds(profile.timeout ?? "2s");
    this.#ledger = new Ledger(remembered, options.lateMs);
    this.#pool = new ConnectionPool(
      {
        protocol: "http:",
        hostname: loopbackAddress(target),
        port: Number(target.port || 80),
        host: target.host,
        requests: profile.requests.map(asSent),
        timeout: this.#timeoutMs / 1000,
      },
      options.connections ?? Math.min(256, Math.ceil((1.1 * profile.rate * this.#timeoutMs) / 1000) + 1),
    );
    // A beat of one millisecond is shared by all loads of a process; a beat of the rate's own would drift away from it.
    this.#beat = setInterval(() => this.#sendDue(), 1);
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#stop);
  }

  result(): LoadResult {
    this.#sendDue();
    return this.#ledger.total.result(this.#rate, (this.#end ?? performance.now()) - this.#start);
  }

  between(fromMs: number, toMs: number): LoadResult {
    this.#sendDue();
    const now = performance.now() - this.#start;
    const from = fromMs - this.#startEpoch;
    const to = Math.min(toMs - this.#startEpoch, now);
    return this.#ledger.between(this.#firstAfter(from), this.#firstAfter(to)).result(this.#rate, to - from);
  }

  stalls(fromMs: number, toMs: number): readonly Stall[] {
    this.#sendDue();
    const [from, to] = [fromMs, toMs].map((ms) => this.#firstAfter(ms - this.#startEpoch));
    return this.#ledger.stalls(from ?? 0, to ?? 0).map(({ n, lateMs, requests }) => ({
      at: this.#startEpoch + (n * 1000) / this.#rate + lateMs,
      ms: lateMs,
      requests,
    }));
  }

  pace(share: number): Disposable {
    this.#sendDue();
    const wanted = thinned(share);
    this.#wanted = wanted;
    return {
      [Symbol.dispose]: () => {
        this.#sendDue();
        // Another pace may have come in its place.
        if (this.#wanted === wanted) this.#wanted = undefined;
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    await this.#closed;
  }

  readonly #stop = (): void => {
    if (this.#end !== undefined) return;
    this.#end = performance.now();
    clearInterval(this.#beat);
    this.#closed = this.#pool.close();
    this.#signal?.removeEventListener("abort", this.#stop);
  };

  /** The number of the first request that is meant to start so many milliseconds after the first, or later. */
  #firstAfter(ms: number): number {
    return Math.ceil((ms * this.#rate) / 1000);
  }

  #sendDue(): void {
    if (this.#end !== undefined) return;
    const now = performance.now();
    for (;;) {
      const n = this.#ledger.length;
      const meant = this.#start + (n * 1000) / this.#rate;
      if (meant > now) return;
      this.#send(n, meant, now - meant);
    }
  }

  #send(n: number, meant: number, lateMs: number): void {
    // Its place in the schedule stays, so that a request's number still says when it was meant to start.
    if (this.#wanted?.() === false) return this.#ledger.due("withheld", 0);
    // After a long stall (a laptop that slept) there is no sense in a flood.
    if (lateMs > this.#timeoutMs) return this.#ledger.due("missed", lateMs);
    const connection = this.#pool.take();
    connection?.send(this.#mix(n), (ending) => this.#ledger.ended(n, ending, performance.now() - meant));
    this.#ledger.due(connection ? "sent" : "lost", lateMs);
  }
}

/** A request as autocannon takes it. */
export function asSent(request: Request) {
  const { method, path, body } = request;
  if (body === undefined) return { method, path };
  if (typeof body === "string") return { method, path, body };
  return { method, path, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
