import type { Evidence } from "../../fault/fault.ts";
import { alertPeriods } from "../../observe/alerts.ts";
import { gaps } from "../../observe/gaps.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import { scrapeTimeouts } from "../../observe/scrape-timeouts.ts";
import type { Series } from "../../observe/series.ts";
import { evaluationMarker } from "../../services/evaluation-marker.ts";
import { until } from "../../wait.ts";
import { described, firstEvidence } from "./evidence.ts";
import { eventsOf } from "../journal.ts";
import type { Plan } from "../plan/plan.ts";
import { recordErrorBudget } from "./error-budget.ts";
import { recordNearness } from "./nearness.ts";
import type { Recorder } from "./recorder.ts";

interface Span {
  /** Real milliseconds since 1970: when the stack was up. */
  readonly since: number;
  /** When the fault was asked for; undefined: there was none. */
  readonly faultAsked: number | undefined;
  readonly evidence: Evidence | undefined;
  /** Whether a fault made an instance unreachable at some time between the two. */
  silenced(instance: string, from: number, to: number): boolean;
}

/** Reads what Prometheus has stored of the drill, all at once and exactly, instead of what polling happened to see. */
export async function collect(
  plan: Plan,
  prometheus: PrometheusReader,
  recorder: Recorder,
  span: Span,
  signal: AbortSignal | undefined,
): Promise<void> {
  const now = Date.now();
  const overMs = (): number => Date.now() - span.since + 1_000;
  // The marker is its group's last rule: once a later one is stored, everything of the groups before it is, too.
  const evaluated = await until(
    async () => {
      const series = await prometheus.samples(evaluationMarker, overMs());
      const behind = series.filter(({ samples }) => (samples.at(-1)?.[0] ?? 0) < now);
      if (series.length > 0 && behind.length === 0) return { seen: series };
      return {
        missing: `no evaluation since of ${behind.map(({ labels }) => labels["rule_group"]).join(", ") || "any group"}`,
      };
    },
    {
      what: "prometheus to evaluate its rules once more",
      withinMs: 10_000 + (2 * plan.timing.evaluationMs) / plan.factor,
      signal,
    },
  );
  const [targets, alerts, up, durations, read] = await Promise.all([
    prometheus.targets(),
    prometheus.samples("ALERTS", overMs()),
    prometheus.samples("up", overMs()),
    prometheus.samples("scrape_duration_seconds", overMs()),
    plan.metrics.length === 0
      ? []
      : prometheus.samples(`{__name__=~${JSON.stringify(plan.metrics.map(escaped).join("|"))}}`, overMs()),
  ]);
  for (const { from, ...period } of alertPeriods(alerts, evaluated)) {
    recorder.record({ what: "alert", at: from, ...period });
  }
  for (const series of evaluated) {
    const group = series.labels["rule_group"] ?? "";
    for (const gap of gaps(series, (plan.evaluationMs[group] ?? plan.timing.evaluationMs) / plan.factor)) {
      recorder.record({ what: "evaluation-gap", at: gap.at, of: group, ms: gap.lengthMs });
    }
  }
  for (const series of up) {
    const { job = "", instance = "" } = series.labels;
    const same = ({ labels }: { readonly labels: Series["labels"] }): boolean =>
      labels["job"] === job && labels["instance"] === instance;
    const of = `${job} ${instance}`;
    const everyMs = (plan.scrapeMs[job] ?? plan.timing.scrapeMs) / plan.factor;
    for (const gap of gaps(series, everyMs)) recorder.record({ what: "scrape-gap", at: gap.at, of, ms: gap.lengthMs });
    const givenUp = scrapeTimeouts(series, durations.find(same), targets.find(same)?.timeoutMs ?? Infinity);
    for (const at of givenUp.filter((time) => !span.silenced(instance, time - everyMs, time))) {
      recorder.record({ what: "scrape-timeout", at, of, ms: everyMs });
    }
  }
  recorder.keep([...up, ...read.filter((series) => series.labels["__name__"] !== "up")]);
  if (span.faultAsked !== undefined) await recordErrorBudget(plan, prometheus, recorder, span.faultAsked);
  if (span.faultAsked !== undefined) await prove(span.evidence, span.faultAsked, prometheus, recorder, overMs());
  // Where something is broken, how near its alert came says nothing of an ordinary day.
  const steady = eventsOf(recorder.journal(), "steady")[0];
  if (span.faultAsked === undefined && steady) await recordNearness(plan, prometheus, recorder, steady.at);
  recorder.record({ what: "collected" });
}

async function prove(
  evidence: Evidence | undefined,
  asked: number,
  prometheus: PrometheusReader,
  recorder: Recorder,
  overMs: number,
): Promise<void> {
  if (!evidence) {
    recorder.record({ what: "fault-not-seen", why: "nothing that is scraped would show this fault" });
    return;
  }
  const at = firstEvidence(await prometheus.samples(evidence.selector, overMs), evidence, asked);
  if (at !== undefined) recorder.record({ what: "fault-seen", at });
  else
    recorder.record({
      what: "fault-not-seen",
      why: `no sample of ${evidence.selector} was ${described(evidence)} while the fault was on`,
    });
}

function escaped(metric: string): string {
  return metric.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
