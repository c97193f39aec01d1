import { inputError } from "../errors.ts";
import type { Problem } from "../errors.ts";
import type { Surroundings } from "../fault/fault.ts";
import { faultOf } from "../fault/faults.ts";
import { routesOf } from "../rules/alertmanager-config.ts";
import { eventShare } from "../rules/event-share.ts";
import { selectors } from "../rules/promql.ts";
import type { Rule, RuleFile } from "../rules/rule-file.ts";
import { recordedBy, scaleRuleFile } from "../rules/scale.ts";
import { withEvaluationMarker } from "../services/evaluation-marker.ts";
import type { Runtime } from "../stack/service.ts";
import type { Drill } from "./drill.ts";
import { factorOf } from "./factor-of.ts";
import type { Fixtures } from "./fixtures.ts";
import type { Plan, Reading } from "./plan.ts";
import { targetsOf } from "./targets.ts";
import { watchedRules } from "./watched-rules.ts";

/** What is drilled, how, and how fast; pure. Rejects (`input`, `usage`) where the alert under test can't be scaled faithfully. */
export function makePlan(drill: Drill, fixtures: Fixtures, wanted: number | "auto", runtime: Runtime["kind"]): Plan {
  const { prometheus, alertmanager, signals } = fixtures;
  const { tested, watched, notWatched, windowMs } = watchedRules(fixtures.rules, drill.alert);
  const alert = tested.find((rule) => rule.kind === "alert");
  const surroundings: Surroundings = {
    requestsPerSecond: fixtures.loads.get(drill.load)?.rate ?? 0,
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
  const route = routesOf(alertmanager, { ...alert?.labels, alertname: drill.alert ?? "" })[0] ?? alertmanager.route;
  const holdMs = (alert?.forMs ?? 0) + (alert?.keepFiringForMs ?? 0);
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
      bracketMs: drill.fault ? faultOf(drill.fault).bracketMs[runtime] : 0,
      patienceMs: Math.max(holdMs, slowestScrapeMs),
    },
    wanted,
  );
  const scaled = scaleAll(fixtures, factor, tested, watched);
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
    watched: namesOf(watched).filter((name) => !scaled.refused.includes(name)),
    notWatched: [...notWatched, ...scaled.refused],
    reads: readings(tested, fixtures.rules),
    metrics: [...new Set(watched.flatMap((rule) => scrapedBy(rule, fixtures.rules)))],
    groupOf: Object.fromEntries(watched.map((rule) => [rule.name, rule.group])),
    scrapeMs,
    evaluationMs,
    surroundings,
    ideal: idealOf(drill, fixtures, { tested, surroundings, windowMs, holdMs, route }),
    notes: scaled.notes,
  };
}

function namesOf(rules: readonly Rule[]): string[] {
  return rules.filter((rule) => rule.kind === "alert").map((rule) => rule.name);
}

/** File names as Prometheus gets them: two folders may hold files of one name. */
function fileName(index: number): string {
  return `rules-${index}.yml`;
}

interface Scaled {
  readonly texts: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  /** Alerts that can't be scaled, and are not under test. */
  readonly refused: readonly string[];
}

function scaleAll(
  { rules, signals }: Fixtures,
  factor: number,
  tested: readonly Rule[],
  watched: readonly Rule[],
): Scaled {
  const recorded = new Set(rules.flatMap(recordedBy));
  const texts: Record<string, string> = {};
  const notes: string[] = [];
  const refused: string[] = [];
  const fatal: Problem[] = [];
  for (const [index, file] of rules.entries()) {
    const scaled = scaleRuleFile(file.file, file.text, factor, signals, recorded);
    const left = new Set<Rule>();
    for (const problem of scaled.refused) {
      const rule = ruleAt(file, problem.line);
      if (!rule || tested.includes(rule)) fatal.push(problem);
      else if (watched.includes(rule)) left.add(rule);
    }
    refused.push(...namesOf([...left]));
    const kept = watched.filter((rule) => rule.file === file.file && !left.has(rule));
    const about = scaled.notes.filter(({ line }) => kept.some((rule) => rule === ruleAt(file, line)));
    notes.push(...about.map(({ line, column, message }) => `${file.file}:${line}:${column}: ${message}`));
    if (kept.length > 0)
      texts[fileName(index)] = withEvaluationMarker(scaled.text, new Set(kept.map((rule) => rule.name)));
  }
  if (fatal.length > 0) throw inputError(fatal);
  return { texts, notes, refused };
}

/** The rule that a line belongs to: the last that begins at or above it. */
function ruleAt(file: RuleFile, line: number): Rule | undefined {
  return file.groups
    .flatMap((group) => group.rules)
    .filter((rule) => rule.line <= line)
    .toSorted((a, b) => b.line - a.line)[0];
}

/** The series that a rule reads from targets: neither recorded by another rule nor made by Prometheus of alerts. */
function scraped(rule: Rule, files: readonly RuleFile[]): ReturnType<typeof selectors> {
  const recorded = new Set([...files.flatMap(recordedBy), "ALERTS", "ALERTS_FOR_STATE"]);
  return selectors(rule.expr).filter(({ metric }) => metric !== undefined && !recorded.has(metric));
}

function scrapedBy(rule: Rule, files: readonly RuleFile[]): string[] {
  return scraped(rule, files).flatMap(({ metric }) => metric ?? []);
}

function readings(tested: readonly Rule[], files: readonly RuleFile[]): Reading[] {
  return tested.flatMap((rule) =>
    scraped(rule, files)
      // What asks whether something is absent is right where it is.
      .filter(({ usedBy }) => usedBy !== "absent" && usedBy !== "absent_over_time")
      .map(({ metric = "", matchers }) => ({
        rule: rule.name,
        metric,
        labels: matchers
          .filter(({ op, value }) => (op === "=" || op === "=~") && value !== "")
          .map(({ label }) => label),
      })),
  );
}

interface Known {
  readonly tested: readonly Rule[];
  readonly surroundings: Surroundings;
  readonly windowMs: number;
  readonly holdMs: number;
  readonly route: { readonly groupWaitMs: number; readonly groupIntervalMs: number };
}

function idealOf(drill: Drill, { rules }: Fixtures, known: Known): Plan["ideal"] {
  const { tested, surroundings, windowMs, holdMs, route } = known;
  if (drill.alert === undefined) return { why: "no alert is under test" };
  if (!drill.fault) return { why: "there is no fault" };
  const series = faultOf(drill.fault).predict(surroundings);
  if (!series) return { why: `the fault ${drill.fault.kind} says nothing of its ideal signal with these parameters` };
  const foreign = tested
    .flatMap((rule) => scrapedBy(rule, rules))
    .filter((metric) => !series.some((one) => one.metric === metric));
  if (foreign.length > 0)
    return { why: `the fault ${drill.fault.kind} says nothing of ${[...new Set(foreign)].join(", ")}` };
  const names = new Set(tested.map((rule) => rule.name));
  const files = [...rules.entries()].flatMap(([index, file]) =>
    tested.some((rule) => rule.file === file.file)
      ? [[fileName(index), withEvaluationMarker(file.text, names)] as const]
      : [],
  );
  return {
    alert: drill.alert,
    ruleFiles: Object.fromEntries(files),
    series,
    windowMs,
    holdMs,
    groupWaitMs: route.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs,
  };
}
