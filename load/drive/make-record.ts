import type { LoadRecord, RouteRecord } from "../record.ts";
import { whatHeldItUp } from "./behind.ts";
import { total } from "./count.ts";
import type { Part } from "./generator.ts";
import { addEncoded, encoded, newHistogram } from "./histogram.ts";
import type { DrivenProfile, Plan } from "./plan.ts";
import { dueWithin } from "./schedule.ts";
import type { Timeline } from "./timeline.ts";

export interface Driven {
  readonly name: string;
  readonly profile: DrivenProfile;
  readonly plan: Plan;
  readonly target: URL;
  readonly startedAt: number;
  readonly stopped: string | null;
  /** One of each thread. */
  readonly parts: readonly Part[];
  readonly timeline: Timeline;
}

/** The account of all threads, as one. */
export function makeRecord({ name, profile, plan, target, startedAt, stopped, parts, timeline }: Driven): LoadRecord {
  const seconds = Math.max(...parts.map((part) => part.sendingMs)) / 1000;
  const routes = plan.routes.map((route, index) => routeRecord(route, index, parts));
  const count = total(routes.map((route) => route.count));
  const due = count.sent + count.unsent.busy + count.unsent.late;
  const service = newHistogram();
  const lateUs = newHistogram();
  for (const part of parts) {
    addEncoded(service, part.service);
    addEncoded(lateUs, part.late.ms);
  }
  const loopDelayMs = {
    p99: Math.max(...parts.map((part) => part.loopDelayMs.p99)),
    max: Math.max(...parts.map((part) => part.loopDelayMs.max)),
  };
  const late = parts.reduce((sum, part) => sum + part.late.count, 0);
  const busy = Math.max(...parts.map((part) => part.busy));
  const latestMs = lateUs.maxValue / 1000;
  const seen = timeline.whole(seconds);
  return {
    profile: name,
    title: profile.title,
    model: plan.asks.model,
    target: target.origin,
    startedAt,
    seconds,
    wantedPerSecond: plan.asks.model === "open" && seconds > 0 ? dueWithin(plan.asks.ramps, seconds) / seconds : null,
    count,
    routes,
    latency: encoded(timeline.latency),
    service: encoded(service),
    timeline: seen,
    spans: timeline.spans(seconds),
    generator: {
      workers: parts.length,
      cores: Math.max(...parts.map((part) => part.cores)),
      loopDelayMs,
      lateMs: { p99: lateUs.getValueAtPercentile(99) / 1000, max: latestMs },
      behind: whatHeldItUp({ due, late, latestMs, missed: count.unsent.late, busy, loopDelayMs }),
    },
    stopped,
  };
}

function routeRecord(route: string, index: number, parts: readonly Part[]): RouteRecord {
  const latency = newHistogram();
  const its = parts.flatMap((part) => part.routes[index] ?? []);
  for (const part of its) addEncoded(latency, part.latency);
  return { route, count: total(its.map((part) => part.count)), latency: encoded(latency) };
}
