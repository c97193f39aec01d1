import type { Count, EncodedHistogram } from "../record.ts";
import { Account } from "./account.ts";
import type { LatePart, RoutePart } from "./account.ts";
import { Arrivals } from "./arrivals.ts";
import { Clock, sharedMs } from "./clock.ts";
import { EffortMeter } from "./effort.ts";
import type { Effort } from "./effort.ts";
import type { Plan, Share } from "./plan.ts";
import type { SecondPart } from "./seconds.ts";
import { Users } from "./users.ts";

/** What a generating thread says each second. */
export interface Progress {
  /** Milliseconds since the load began: what was due until then is dealt with. */
  readonly atMs: number;
  readonly seconds: readonly SecondPart[];
  /** Of each route so far; what is under way stands as lost. */
  readonly counts: readonly Count[];
}

/** What a generating thread says when everything has ended. */
export interface Part extends Effort {
  readonly seconds: readonly SecondPart[];
  readonly routes: readonly RoutePart[];
  readonly service: EncodedHistogram;
  readonly late: LatePart;
}

const beatMs = 1;
/** A request that ran out of time is to be counted as that, and not as lost, also where the process itself was held up. */
const graceMs = 100;
const graceBeats = 50;

/** One thread's share of a load, from its start on the shared clock until the last answer or its time to drain is over. */
export class Generator {
  /** Resolves when its connections are closed; what was under way by then is lost. */
  readonly ended: Promise<Part>;
  readonly #clock: Clock;
  readonly #account: Account;
  readonly #asks: Arrivals | Users;
  readonly #drainMs: number;
  readonly #progress: (progress: Progress) => void;
  readonly #beat: NodeJS.Timeout;
  readonly #resolve: (part: Part) => void;
  readonly #meter = new EffortMeter();
  #effort: Effort | undefined;
  #toldSecond = 0;
  #lookingOut = false;
  /** Beats since the end. */
  #beyond = 0;
  /** Beats since the time to drain was over. */
  #overtime = 0;
  #closing = false;

  constructor(plan: Plan, share: Share, startMs: number, progress: (progress: Progress) => void) {
    const { promise, resolve } = withResolvers<Part>();
    this.ended = promise;
    this.#resolve = resolve;
    this.#clock = new Clock(startMs, plan.seconds * 1000);
    this.#account = new Account(plan.routes.length);
    this.#asks =
      plan.asks.model === "open"
        ? new Arrivals(plan, plan.asks, share, this.#account, this.#clock)
        : new Users(plan, plan.asks, share, this.#account, this.#clock);
    this.#drainMs = plan.timeoutMs + graceMs;
    this.#progress = progress;
    this.#beat = setInterval(() => this.#go(), beatMs);
  }

  /** Nothing is sent from then on (as `sharedMs` says); what is under way may end. */
  stop(atMs: number): void {
    const inMs = atMs - sharedMs();
    this.#clock.endMs = Math.min(this.#clock.endMs, this.#clock.now() + inMs);
  }

  /** Ends at once; what is under way is lost. */
  abort(): void {
    this.#clock.endMs = Math.min(this.#clock.endMs, this.#clock.now());
    this.#finish();
  }

  #go(): void {
    const now = this.#clock.now();
    const end = this.#clock.endMs;
    if (now >= 0) this.#meter.begin();
    const until = Math.min(now, end);
    const done = this.#asks.sendDue(until);
    this.#tell(done < until ? done : until);
    if (now < end) return this.#lookOut(now);
    // A turn later: what held this process up as the end came is known when the turn is over.
    if (this.#beyond++ === 0) return;
    this.#effort ??= this.#meter.end(end);
    const drained = now >= end + this.#drainMs && ++this.#overtime > graceBeats;
    if ((this.#account.underWay === 0 && done >= until) || drained) this.#finish();
  }

  /** Once for each second of the load: what was due until then is dealt with. */
  #tell(atMs: number): void {
    if (Math.floor(atMs / 1000) <= this.#toldSecond) return;
    this.#toldSecond = Math.floor(atMs / 1000);
    this.#progress({ atMs, seconds: this.#account.seconds.told(atMs), counts: this.#account.counts() });
  }

  /** The beat would have a request up to a millisecond late. For one that comes alone the clock is looked at instead. */
  #lookOut(now: number): void {
    if (this.#lookingOut || this.#closing || this.#asks.nextAloneMs() - now > beatMs) return;
    this.#lookingOut = true;
    setImmediate(() => {
      this.#lookingOut = false;
      if (!this.#closing) this.#go();
    });
  }

  #finish(): void {
    if (this.#closing) return;
    this.#closing = true;
    clearInterval(this.#beat);
    const effort = this.#effort ?? this.#meter.end(Math.max(0, this.#clock.endMs));
    void this.#asks.close().then(() =>
      this.#resolve({
        seconds: this.#account.seconds.rest(),
        routes: this.#account.routes(),
        service: this.#account.service(),
        late: this.#account.late(),
        ...effort,
      }),
    );
  }
}

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
