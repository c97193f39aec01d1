import { requestMix } from "../mix.ts";
import { ConnectionPool } from "../pool.ts";
import type { Account } from "./account.ts";
import type { Clock } from "./clock.ts";
import { connectionOptions } from "./plan.ts";
import type { OpenPlan, Plan, Share } from "./plan.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

/** So far from the one before it, a request comes alone. */
const aloneMs = 4;

const connectionsAtOnce = 32;

/** An open load's requests, each at its time, whatever became of those before it. Of several threads each sends its share. */
export class Arrivals {
  readonly #plan: Plan;
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #mix: (n: number) => number;
  readonly #pool: ConnectionPool;
  readonly #step: number;
  /** The number of the next request, and when it is meant to start. */
  #next: number;
  #nextMs: number;
  #lastMs = -Infinity;

  constructor(plan: Plan, asks: OpenPlan, share: Share, account: Account, clock: Clock) {
    this.#plan = plan;
    this.#account = account;
    this.#clock = clock;
    this.#schedule = schedule(asks.ramps);
    this.#mix = requestMix(plan.requests.map((request) => request.weight));
    this.#pool = new ConnectionPool(connectionOptions(plan), Math.ceil(asks.connections / share.of));
    this.#step = share.of;
    this.#next = share.index;
    this.#nextMs = this.#due();
  }

  /**
   * Sends what is due before then; where that is much, since this process was held up, not all of it now. A connection
   * for each would hold it up even more, and a moment later those before are idle again. Gives the time until when
   * everything is dealt with.
   */
  sendDue(untilMs: number): number {
    const enough = this.#pool.size + connectionsAtOnce;
    while (this.#nextMs < untilMs && this.#pool.size < enough) {
      this.#send(this.#next, this.#nextMs);
      this.#lastMs = this.#nextMs;
      this.#next += this.#step;
      this.#nextMs = this.#due();
    }
    return Math.min(untilMs, this.#nextMs);
  }

  /** When the next request is due, where it comes alone; never, where it is one of many. */
  nextAloneMs(): number {
    return this.#nextMs - this.#lastMs >= aloneMs ? this.#nextMs : Infinity;
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #due(): number {
    return this.#next < this.#schedule.total ? this.#schedule.dueMs(this.#next) : Infinity;
  }

  #send(n: number, meantMs: number): void {
    const chosen = this.#mix(n);
    const request = this.#plan.requests[chosen];
    if (!request) throw new RangeError(`no request ${chosen} in this load profile`);
    const account = this.#account;
    const nowMs = this.#clock.now();
    // After a long stall (a laptop that slept) there is no sense in a flood.
    if (nowMs - meantMs > this.#plan.timeoutMs) return account.unsent(request, meantMs, nowMs, "late");
    const connection = this.#pool.take();
    if (!connection) return account.unsent(request, meantMs, nowMs, "busy");
    const underway = account.sent(request, meantMs, nowMs);
    connection.send(chosen, (ending, bodyHeld) => account.ended(underway, ending, bodyHeld, this.#clock.now()));
  }
}
