import { availableParallelism } from "node:os";
import { milliseconds } from "../../sandbox/rules/duration.ts";
import type { ClientRequest } from "autocannon/lib/httpClient.js";
import type { ConnectionOptions } from "../connection.ts";
import { asSent } from "../driver.ts";
import type { BreakpointProfile, LoadProfile } from "../profile.ts";
import { loopbackAddress } from "../loopback.ts";
import type { Ramp } from "./schedule.ts";

/** A profile that is one load: open at a rate or in stages, or closed. */
export type DrivenProfile = Exclude<LoadProfile, BreakpointProfile>;

/** What each generating thread has to know: plain data. */
export interface Plan {
  readonly target: { readonly hostname: string; readonly port: number; readonly host: string };
  readonly requests: readonly PlannedRequest[];
  /** Each method and path of the profile once. */
  readonly routes: readonly string[];
  readonly timeoutMs: number;
  readonly seconds: number;
  readonly asks: OpenPlan | ClosedPlan;
}

export interface OpenPlan {
  readonly model: "open";
  readonly ramps: readonly Ramp[];
  /** At most so many connections, of all threads. */
  readonly connections: number;
}

export interface ClosedPlan {
  readonly model: "closed";
  readonly users: number;
  readonly thinkMs: number;
}

export interface PlannedRequest {
  readonly sent: ClientRequest;
  readonly weight: number;
  /** Its place in `routes`. */
  readonly route: number;
  /** Good are these, or the hundred that starts there; without it, whatever is below 400. */
  readonly status: readonly number[] | number | undefined;
  readonly body: string | undefined;
}

/** Which part of a load a thread has: of its requests, or its users, each `of`-th from `index` on. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** Where a profile does not say how long. */
const defaultDuration = "30s";
/** One thread sends more than that, but not evenly on a machine that has other things to do. */
const perThread = 8000;
/** Files that a process may have open are few on some machines. */
const mostConnections = 4000;

/** Rejects (`load-failed`) a target that is neither on this machine nor on the host that somebody owns. */
export function makePlan(profile: DrivenProfile, target: URL, owned?: string): Plan {
  const closed = "connections" in profile;
  const timeoutMs = milliseconds(profile.timeout ?? (closed ? "10s" : "2s"));
  const routes = [...new Set(profile.requests.map(routeOf))];
  const ramps = closed ? [] : rampsOf(profile);
  const peak = Math.max(0, ...ramps.map((ramp) => Math.max(ramp.from, ramp.to)));
  return {
    target: { hostname: loopbackAddress(target, owned), port: Number(target.port || 80), host: target.host },
    requests: profile.requests.map((request) => ({
      sent: asSent(request),
      weight: request.weight,
      route: routes.indexOf(routeOf(request)),
      status: statusesOf(request),
      body: request.expect?.body,
    })),
    routes,
    timeoutMs,
    seconds: closed
      ? milliseconds(profile.duration ?? defaultDuration) / 1000
      : ramps.reduce((sum, ramp) => sum + ramp.seconds, 0),
    asks: closed
      ? { model: "closed", users: profile.connections, thinkMs: milliseconds(profile.think ?? "0s") }
      : // As many as keep the rate up while nothing is answered.
        {
          model: "open",
          ramps,
          connections: Math.min(mostConnections, Math.ceil((1.1 * peak * timeoutMs) / 1000) + 1),
        },
  };
}

/** How many threads a load needs: never more than there are cores. */
export function threadsFor({ asks }: Plan): number {
  const perSecond =
    asks.model === "open"
      ? Math.max(...asks.ramps.map((ramp) => Math.max(ramp.from, ramp.to)))
      : (asks.users * 1000) / Math.max(1000, asks.thinkMs);
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(perSecond / perThread)));
}

export function connectionOptions({ target, requests, timeoutMs }: Plan): ConnectionOptions {
  return {
    protocol: "http:",
    ...target,
    requests: requests.map((request) => request.sent),
    bodies: requests.map((request) => request.body),
    timeout: timeoutMs / 1000,
  };
}

function rampsOf(profile: Exclude<DrivenProfile, { readonly connections: number }>): Ramp[] {
  if ("rate" in profile) {
    const seconds = milliseconds(profile.duration ?? defaultDuration) / 1000;
    return [{ seconds, from: profile.rate, to: profile.rate }];
  }
  let from = profile.from ?? 0;
  return profile.stages.map(({ duration, rate }) => {
    const ramp = { seconds: milliseconds(duration) / 1000, from, to: rate };
    from = rate;
    return ramp;
  });
}

function routeOf({ method, path }: LoadProfile["requests"][number]): string {
  return `${method} ${path}`;
}

function statusesOf({ expect }: LoadProfile["requests"][number]): PlannedRequest["status"] {
  const wanted = expect?.status;
  return typeof wanted === "string" ? Number(wanted[0]) * 100 : wanted;
}
