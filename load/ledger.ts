import { FiredrillError } from "../sandbox/errors.ts";
import type { Ending } from "./connection.ts";
import { defaultLateMs } from "./result.ts";
import { Tally } from "./tally.ts";
import type { Fate } from "./tally.ts";

const open = 0;
const fates = ["sent", "lost", "missed", "withheld"] as const satisfies readonly Fate[];
/** Codes of endings other than a status code, which is its own code. */
const reasons = { connection: 1, closed: 2, timeout: 3 } as const;
const reasonOf = ["connection", "closed", "timeout"] as const;

/**
 * One line for each request by its number: what was done with it, how late, how it ended and after how long.
 * It keeps the last `capacity` of them (ten bytes each) for questions about a span; the total is of all.
 */
export class Ledger {
  readonly #total: Tally;
  readonly #lateMs: number;
  readonly #capacity: number;
  readonly #fate: Uint8Array;
  readonly #lateUs: Uint32Array;
  readonly #ending: Uint16Array;
  readonly #latencyUs: Uint32Array;
  #next = 0;

  /** `lateMs`: from here on a request is late. */
  constructor(capacity: number, lateMs = defaultLateMs) {
    this.#lateMs = lateMs;
    this.#total = new Tally(lateMs);
    this.#capacity = capacity;
    this.#fate = new Uint8Array(capacity);
    this.#lateUs = new Uint32Array(capacity);
    this.#ending = new Uint16Array(capacity);
    this.#latencyUs = new Uint32Array(capacity);
  }

  /** How many were written: the number of the next. */
  get length(): number {
    return this.#next;
  }

  get total(): Tally {
    return this.#total;
  }

  /** Of the next request. */
  due(fate: Fate, lateMs: number): void {
    const row = this.#next++ % this.#capacity;
    const lateUs = Math.max(0, Math.round(lateMs * 1000));
    this.#fate[row] = fates.indexOf(fate);
    this.#lateUs[row] = lateUs;
    this.#ending[row] = open;
    this.#total.due(fate, lateUs);
  }

  /** Of request `n`, once, if it was sent. */
  ended(n: number, ending: Ending, latencyMs: number): void {
    const latencyUs = Math.round(latencyMs * 1000);
    this.#total.ended(ending, latencyUs);
    if (n < this.#next - this.#capacity) return;
    const row = n % this.#capacity;
    this.#ending[row] = typeof ending === "number" ? ending : reasons[ending];
    this.#latencyUs[row] = latencyUs;
  }

  /** Where the generator was held up, of requests `first` up to, but without, `end`: what was due meanwhile went out at once. */
  stalls(first: number, end: number): { readonly n: number; readonly lateMs: number; readonly requests: number }[] {
    const found: { n: number; lateMs: number; requests: number }[] = [];
    let last = -1;
    for (let n = Math.max(0, first, this.#next - this.#capacity); n < Math.min(end, this.#next); n++) {
      const row = n % this.#capacity;
      const fate = fates[this.#fate[row] ?? 0];
      // Not to be sent: it does not part those that went out together.
      if (fate === "withheld") {
        if (last === n - 1) last = n;
        continue;
      }
      const lateMs = (this.#lateUs[row] ?? 0) / 1000;
      if (lateMs <= defaultLateMs) continue;
      const came = fate === "missed" ? 0 : 1;
      const before = found.at(-1);
      // The first of those that went out together is the latest.
      if (before && last === n - 1 && lateMs < before.lateMs) before.requests += came;
      else found.push({ n, lateMs, requests: came });
      last = n;
    }
    return found;
  }

  /** Requests `first` up to, but without, `end`. */
  between(first: number, end: number): Tally {
    const from = Math.max(0, first);
    if (from < this.#next - this.#capacity) {
      throw new FiredrillError(
        "load-failed",
        `the load generator keeps an account of its last ${this.#capacity} requests; it was asked about request ${from} of ${this.#next}`,
      );
    }
    const tally = new Tally(this.#lateMs);
    for (let n = from; n < Math.min(end, this.#next); n++) {
      const row = n % this.#capacity;
      tally.due(fates[this.#fate[row] ?? 0] ?? "sent", this.#lateUs[row] ?? 0);
      const code = this.#ending[row] ?? open;
      if (code !== open) tally.ended(reasonOf[code - 1] ?? code, this.#latencyUs[row] ?? 0);
    }
    return tally;
  }
}
