import { evenLoad } from "../read/loads.ts";
import { FiredrillError } from "../../errors.ts";
import type { Surroundings } from "../../fault/fault.ts";
import { faultOf } from "../../fault/faults.ts";
import type { Route } from "../../rules/alertmanager-config.ts";
import { alertIds, calledTogether } from "../../rules/alert-ids.ts";
import { milliseconds } from "../../rules/duration.ts";
import { eventShare } from "../../rules/event-share.ts";
import { selectors } from "../../rules/promql.ts";
import type { Rule } from "../../rules/rule-file.ts";
import { budgetOfAlert } from "../../slo/budget.ts";
import type { Runtime } from "../../stack/service.ts";
import type { Drill } from "../drill.ts";
import { factorOf } from "./factor-of.ts";
import type { WantedFactor } from "./factor-of.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { idealOf } from "./ideal-of.ts";
import type { Plan } from "./plan.ts";
import { metricsRead, readings } from "./readings.ts";
import { scaledRules } from "./scaled-rules.ts";
import { targetsOf } from "../read/targets.ts";
import { watchedRules } from "./watched-rules.ts";

/** What is drilled, how, and how fast; pure. Rejects (`input`, `usage`) where the alert under test can't be scaled faithfully. */
export function makePlan(drill: Drill, fixtures: Fixtures, wanted: WantedFactor, on: Runtime["kind"] | "either"): Plan {
  const { prometheus, alertmanager, signals } = fixtures;
  const fault = drill.fault && faultOf(drill.fault);
  // Where that is still open, a fault that only one runtime has is no mistake.
  const refusal = on === "either" ? undefined : fault?.refusal(on);
  const runtime = on === "either" ? "process" : on;
  if (refusal !== undefined) throw new FiredrillError("usage", `${drill.name}: ${refusal}`);
  const { tested, watched, notWatched, windowMs } = watchedRules(fixtures.rules, drill);
  const alert = tested.find((rule) => rule.kind === "alert");
  const surroundings: Surroundings = {
    requestsPerSecond: evenLoad(fixtures.loads, drill.load)?.rate ?? 0,
    targets: targetsOf(prometheus),
  };
  const jobs = new Set(Object.values(surroundings.targets).map((target) => target.job));
  const scrapeMs = Object.fromEntries(
    prometheus.jobs.filter((job) => jobs.has(job.name)).map((job) => [job.name, job.scrapeIntervalMs]),
  );
  const groups = fixtures.rules
    .flatMap((file) => file.groups)
    .filter((group) => group.rules.some((rule) => watched.includes(rule)));
  const evaluationMs = Object.fromEntries(
    groups.map((group) => [group.name, group.intervalMs ?? prometheus.evaluationIntervalMs]),
  );
  const route = quickestRoute(alertmanager.route, drill.expect.delivered?.to ?? []);
  const holdMs = (alert?.forMs ?? 0) + (alert?.keepFiringForMs ?? 0);
  const fastestMs = Math.min(...Object.values(scrapeMs), ...Object.values(evaluationMs));
  const slowestScrapeMs = Math.max(...Object.values(scrapeMs));
  const events = alert && eventShare(alert.expr, signals);
  const { factor, limitedBy } = factorOf(
    {
      paces: {
        scrapeMs: Object.values(scrapeMs),
        evaluationMs: Object.values(evaluationMs),
        groupWaitMs: route.groupWaitMs,
        groupIntervalMs: route.groupIntervalMs,
        forMs: watched.flatMap((rule) => [rule.forMs, rule.keepFiringForMs]),
        windowsMs: [
          windowMs,
          ...watched.flatMap((rule) =>
            selectors(rule.expr).flatMap(({ rangeMs = 0, offsetMs }) => [rangeMs, offsetMs]),
          ),
        ],
      },
      events,
      requestsPerSecond: surroundings.requestsPerSecond,
      bracketMs: fault ? fault.bracketMs[runtime] + fault.delayMs : 0,
      patienceMs: Math.max(holdMs, slowestScrapeMs, alert ? 0 : longestMs(drill)),
    },
    wanted,
  );
  const scaled = scaledRules(fixtures, factor, tested, watched);
  const all = fixtures.rules.flatMap((file) => file.groups.flatMap((group) => group.rules));
  const ids = alertIds(all);
  return {
    factor,
    limitedBy,
    timing: {
      scrapeMs: slowestScrapeMs,
      evaluationMs: Math.max(prometheus.evaluationIntervalMs, ...Object.values(evaluationMs)),
      groupWaitMs: route.groupWaitMs,
      groupIntervalMs: route.groupIntervalMs,
      windowMs,
      events: events ?? null,
    },
    holdMs,
    rules: scaled.texts,
    tested: drill.alert === undefined ? watched : tested,
    watched: watched.flatMap((rule) => (scaled.refused.includes(rule) ? [] : (ids.get(rule) ?? []))),
    notWatched: calledTogether([...notWatched, ...alertsAmong(scaled.refused)], all),
    reads: readings(tested, fixtures.rules),
    metrics: [...new Set(watched.flatMap((rule) => metricsRead(rule, fixtures.rules)))],
    scrapeMs,
    evaluationMs,
    surroundings,
    budget: alert && budgetOfAlert(alert, all),
    ideal: idealOf(drill, fixtures, { tested, surroundings, windowMs, holdMs, fastestMs, route }),
    notes: scaled.notes,
  };
}

function alertsAmong(rules: readonly Rule[]): Rule[] {
  return rules.filter(({ kind }) => kind === "alert");
}

/** How long a drill without an alert looks at its fault: nothing of it is measured more closely. */
function longestMs({ fault, watch }: Drill): number {
  return Math.max(...[fault?.lasts, watch].map((one) => (one === undefined ? 0 : milliseconds(one))));
}

/**
 * The shortest waits of the routes to some receivers, or of all. Which of them an alert takes hangs on labels that are only
 * known when it fires (its series', Prometheus' external ones): a prediction may only claim what no route could beat.
 */
function quickestRoute(root: Route, receivers: readonly string[]): Pick<Route, "groupWaitMs" | "groupIntervalMs"> {
  const all = withBelow(root);
  const there = all.filter((route) => receivers.includes(route.receiver));
  const candidates = there.length > 0 ? there : all;
  return {
    groupWaitMs: Math.min(...candidates.map((route) => route.groupWaitMs)),
    groupIntervalMs: Math.min(...candidates.map((route) => route.groupIntervalMs)),
  };
}

function withBelow(route: Route): Route[] {
  return [route, ...route.routes.flatMap(withBelow)];
}
