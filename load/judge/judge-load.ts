import { overall } from "../../sandbox/outcome.ts";
import type { Outcome } from "../../sandbox/outcome.ts";
import { periodMs } from "../objectives.ts";
import type { Objective, Objectives } from "../objectives.ts";
import type { LoadRecord } from "../record.ts";
import { seenByClient } from "./client-side.ts";
import { differenceOf } from "./difference.ts";
import { judgeSide } from "./judge-side.ts";
import { judgeThreshold } from "./judge-threshold.ts";
import type { AlertMeanwhile, LoadVerdict, ObjectiveVerdict, SideVerdict } from "./load-verdict.ts";
import { seenByPrometheus } from "./prometheus-side.ts";
import type { PrometheusSide } from "./prometheus-side.ts";
import { judgeUnexpected } from "./unexpected.ts";

/**
 * What a load means for its objectives. `side` is null where there is no Prometheus to ask, and then thresholds are left out;
 * `alerts` is null where nobody watched. Pure.
 *
 * A generator that was itself the bottleneck makes everything inconclusive; a load that was ended before its time shows
 * what it missed, and proves nothing else.
 */
export function judgeLoad<Alert extends AlertMeanwhile>(
  record: LoadRecord,
  expected: Objectives,
  side: PrometheusSide | null,
  alerts: readonly Alert[] | null,
): LoadVerdict<Alert> {
  const part = (record.seconds * 1000) / periodMs(expected);
  const trusted = trust(record);
  const objectives = expected.objectives.map((one) => judgeObjective(record, one, side, part, trusted));
  const thresholds = side === null ? [] : expected.thresholds.map((one) => ofThreshold(one, side, trusted));
  const judged = expected.objectives.flatMap(({ name, client: side }, index) => {
    const outcome = objectives[index]?.client.outcome;
    return outcome ? [{ name, side, outcome }] : [];
  });
  const found = judgeUnexpected(record, judged);
  const unexpected = found && { ...found, outcome: trusted(found.outcome) };
  const all = [
    ...objectives,
    ...thresholds,
    ...(unexpected?.judged === false ? [{ ...unexpected, name: asExpected }] : []),
  ];
  const outcome = overall(all.map((one) => one.outcome));
  const { period } = expected;
  return { outcome, summary: summary(record, all), period, objectives, thresholds, unexpected, alerts };
}

const nothingExpected = "no objectives: nothing was judged; write load/objectives.yml";

type Trusted = (outcome: Outcome) => Outcome;

function trust({ generator, stopped }: LoadRecord): Trusted {
  if (generator.behind !== null) return () => "inconclusive";
  return (outcome) => (stopped !== null && outcome === "held" ? "inconclusive" : outcome);
}

function judgeObjective(
  record: LoadRecord,
  objective: Objective,
  side: PrometheusSide | null,
  part: number,
  trusted: Trusted,
): ObjectiveVerdict {
  const { name, client: wanted } = objective;
  const asked = side !== null && objective.prometheus !== undefined;
  const ours = seenByClient(record, wanted);
  const theirs = asked ? seenByPrometheus(objective, side.objectives[name]) : null;
  const of = (verdict: SideVerdict): SideVerdict => ({ ...verdict, outcome: trusted(verdict.outcome) });
  const client = of(judgeSide(ours, objective.objective, part));
  const prometheus = theirs && of(judgeSide(theirs, objective.objective, part));
  const difference = theirs && differenceOf(record, objective, ours, theirs);
  const outcomes = [
    client.outcome,
    ...(prometheus ? [prometheus.outcome] : []),
    ...(difference?.explained === false ? (["inconclusive"] as const) : []),
  ];
  return {
    name,
    objective: objective.objective,
    latencyMs: "latency-ms" in wanted ? wanted["latency-ms"] : null,
    outcome: overall(outcomes),
    client,
    prometheus,
    difference,
  };
}

function ofThreshold(threshold: Objectives["thresholds"][number], side: PrometheusSide, trusted: Trusted) {
  const verdict = judgeThreshold(threshold, side.thresholds[threshold.name] ?? []);
  return { ...verdict, outcome: trusted(verdict.outcome) };
}

/** Of what no objective judged. */
const asExpected = "answers as the profile expects";

function summary(
  { generator, stopped }: LoadRecord,
  all: readonly { readonly name: string; readonly outcome: Outcome }[],
): string {
  if (generator.behind !== null) return generator.behind;
  const those = (outcome: Outcome): string[] => all.filter((one) => one.outcome === outcome).map(({ name }) => name);
  const parts = [
    [those("deviated"), "missed"],
    [those("inconclusive"), "can't be told"],
    [those("held"), "held"],
  ] as const;
  const said = parts.flatMap(([names, what]) => (names.length === 0 ? [] : [`${what}: ${names.join(", ")}`]));
  // That answers were wrong is known without any.
  if (all.every(({ name }) => name === asExpected)) said.push(nothingExpected);
  return [...said, ...(stopped === null ? [] : [`ended before its time: ${stopped}`])].join("; ");
}
