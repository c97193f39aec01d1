import type { Histogram } from "hdr-histogram-js";
import type { Ending } from "../connection.ts";
import type { Count, EncodedHistogram, Failure } from "../record.ts";
import { defaultLateMs } from "../result.ts";
import { encoded, newHistogram, recordMs } from "./histogram.ts";
import type { PlannedRequest } from "./plan.ts";
import { Seconds } from "./seconds.ts";
import type { OpenSecond } from "./seconds.ts";

/** What one thread counted of a route. `lost` is what is not accounted for otherwise. */
export interface RoutePart {
  readonly count: Count;
  readonly latency: EncodedHistogram;
}

/** How late a thread sent. */
export interface LatePart {
  readonly ms: EncodedHistogram;
  /** Later than `defaultLateMs`. */
  readonly count: number;
}

/** A request that is under way. */
export interface Underway {
  readonly request: PlannedRequest;
  /** Milliseconds since the load began. */
  readonly meantMs: number;
  readonly sentMs: number;
  readonly second: OpenSecond;
}

interface Route {
  sent: number;
  completed: number;
  readonly errors: Record<Failure, number>;
  readonly answers: Record<string, number>;
  readonly unsent: { busy: number; late: number };
  readonly latency: Histogram;
}

/** Counts each request of one thread once when it is due, and once more when it ended if it was sent. Keeps none. */
export class Account {
  readonly seconds = new Seconds();
  readonly #routes: readonly Route[];
  readonly #service = newHistogram();
  readonly #lateMs = newHistogram();
  #late = 0;
  #underWay = 0;

  constructor(routes: number) {
    this.#routes = Array.from({ length: routes }, () => ({
      sent: 0,
      completed: 0,
      errors: { connection: 0, closed: 0, timeout: 0, status: 0, body: 0 },
      answers: {},
      unsent: { busy: 0, late: 0 },
      latency: newHistogram(),
    }));
  }

  get underWay(): number {
    return this.#underWay;
  }

  unsent(request: PlannedRequest, meantMs: number, nowMs: number, why: "busy" | "late"): void {
    this.#route(request).unsent[why]++;
    this.#came(meantMs, nowMs).due++;
  }

  sent(request: PlannedRequest, meantMs: number, sentMs: number): Underway {
    this.#route(request).sent++;
    this.#underWay++;
    const second = this.#came(meantMs, sentMs);
    second.due++;
    second.sent++;
    return { request, meantMs, sentMs, second };
  }

  ended({ request, meantMs, sentMs, second }: Underway, ending: Ending, bodyHeld: boolean, nowMs: number): void {
    this.#underWay--;
    const route = this.#route(request);
    const failure = failureOf(request, ending, bodyHeld);
    if (failure === undefined) {
      route.completed++;
      second.completed++;
    } else {
      route.errors[failure]++;
      second.failed++;
    }
    if (typeof ending !== "number") return;
    route.answers[ending] = (route.answers[ending] ?? 0) + 1;
    recordMs(route.latency, nowMs - meantMs);
    recordMs(second.latency, nowMs - meantMs);
    recordMs(this.#service, nowMs - sentMs);
  }

  /** Of all routes, in the order of the plan. What is under way counts as lost: ask when it no longer is. */
  routes(): RoutePart[] {
    return this.#routes.map((route) => ({ count: countOf(route), latency: encoded(route.latency) }));
  }

  counts(): Count[] {
    return this.#routes.map(countOf);
  }

  service(): EncodedHistogram {
    return encoded(this.#service);
  }

  late(): LatePart {
    return { ms: encoded(this.#lateMs), count: this.#late };
  }

  #came(meantMs: number, nowMs: number): OpenSecond {
    const second = this.seconds.at(meantMs);
    const lateMs = nowMs - meantMs;
    recordMs(this.#lateMs, lateMs);
    recordMs(second.late, lateMs);
    if (lateMs > defaultLateMs) this.#late++;
    return second;
  }

  #route({ route }: PlannedRequest): Route {
    const found = this.#routes[route];
    if (!found) throw new RangeError(`no route ${route} in this load`);
    return found;
  }
}

function countOf({ sent, completed, errors, answers, unsent }: Route): Count {
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const lost = sent - completed - failed;
  return { sent, completed, errors: { ...errors }, answers: { ...answers }, lost, unsent: { ...unsent } };
}

function failureOf({ status }: PlannedRequest, ending: Ending, bodyHeld: boolean): Failure | undefined {
  if (typeof ending === "string") return ending;
  if (!isGood(ending, status)) return "status";
  return bodyHeld ? undefined : "body";
}

function isGood(status: number, wanted: PlannedRequest["status"]): boolean {
  if (wanted === undefined) return status < 400;
  return typeof wanted === "number" ? status >= wanted && status < wanted + 100 : wanted.includes(status);
}
