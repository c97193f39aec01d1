import { Connection } from "../connection.ts";
import type { ConnectionOptions, Ending } from "../connection.ts";
import { requestMix } from "../mix.ts";
import type { Account, Underway } from "./account.ts";
import type { Clock } from "./clock.ts";
import { connectionOptions } from "./plan.ts";
import type { ClosedPlan, Plan, Share } from "./plan.ts";
import { Queue } from "./queue.ts";

/** One user: asks, waits for the answer, thinks, asks again, over one connection for as long as that lasts. */
interface User {
  connection: Connection | undefined;
}

/** Who finds nobody to talk to tries again after a while, even one who does not think. */
const discouragedMs = 1000;
/** Users who do not think begin one after the other, within the first tenth of the load. */
const apartMs = 1;

/** When user `n` first asks, in milliseconds from the start of the load. */
export function beginsMs(n: number, { users, thinkMs }: ClosedPlan, seconds: number): number {
  const spreadMs = thinkMs > 0 ? thinkMs : Math.min(users * apartMs, seconds * 100);
  return (n / users) * spreadMs;
}

/**
 * The users of a closed load. They start evenly spread over the time that they think, and so stay: a thousand who
 * start at once are a herd that no real service ever sees. Of several threads each has its share of them.
 */
export class Users {
  readonly #plan: Plan;
  readonly #account: Account;
  readonly #clock: Clock;
  readonly #thinkMs: number;
  readonly #mix: (n: number) => number;
  readonly #options: ConnectionOptions;
  readonly #users = new Set<User>();
  readonly #thinking = new Queue<User>();
  readonly #discouraged = new Queue<User>();
  readonly #share: Share;
  #asked = 0;

  constructor(plan: Plan, asks: ClosedPlan, share: Share, account: Account, clock: Clock) {
    this.#plan = plan;
    this.#account = account;
    this.#clock = clock;
    this.#share = share;
    this.#thinkMs = asks.thinkMs;
    this.#mix = requestMix(plan.requests.map((request) => request.weight));
    this.#options = connectionOptions(plan);
    for (let n = share.index; n < asks.users; n += share.of) {
      const user = { connection: undefined };
      this.#users.add(user);
      this.#thinking.add(user, beginsMs(n, asks, plan.seconds));
    }
  }

  /** Sends what is due before then, and gives it back. */
  sendDue(untilMs: number): number {
    for (const queue of [this.#thinking, this.#discouraged]) {
      for (let next = queue.due(untilMs); next; next = queue.due(untilMs)) {
        this.#ask(next.value, next.atMs, this.#clock.now());
      }
    }
    return untilMs;
  }

  /** Users are many. */
  nextAloneMs(): number {
    return Infinity;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#users].flatMap((user) => user.connection?.close() ?? []));
  }

  #ask(user: User, meantMs: number, nowMs: number): void {
    // Steps of the golden ratio are a fair sample whatever the step between them.
    const chosen = this.#mix(this.#asked++ * this.#share.of + this.#share.index);
    const request = this.#plan.requests[chosen];
    if (!request) throw new RangeError(`no request ${chosen} in this load profile`);
    user.connection ??= this.#connect(user);
    const underway = this.#account.sent(request, meantMs, nowMs);
    user.connection.send(chosen, (ending, bodyHeld) => this.#answered(user, underway, ending, bodyHeld));
  }

  #answered(user: User, underway: Underway, ending: Ending, bodyHeld: boolean): void {
    const nowMs = this.#clock.now();
    this.#account.ended(underway, ending, bodyHeld, nowMs);
    // Who does not think asks at once; the beat would cost a millisecond.
    if (this.#thinkMs === 0 && ending !== "connection") {
      if (nowMs < this.#clock.endMs) this.#ask(user, nowMs, nowMs);
    } else if (ending === "connection") this.#discouraged.add(user, nowMs + Math.max(discouragedMs, this.#thinkMs));
    else this.#thinking.add(user, nowMs + this.#thinkMs);
  }

  #connect(user: User): Connection {
    return new Connection(
      this.#options,
      () => (user.connection = undefined),
      () => {},
    );
  }
}
