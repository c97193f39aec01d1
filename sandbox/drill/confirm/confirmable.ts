import { claimsOf } from "../../prove/claims.ts";
import type { Confirmable, Twin } from "../../prove/confirm.ts";
import type { RuleTest } from "../../prove/rule-test.ts";
import { healthy } from "../../rules/healthy.ts";
import { matches } from "../../rules/matchers.ts";
import { onlyRules } from "../../rules/only-rules.ts";
import { selectors } from "../../rules/promql.ts";
import type { Selector } from "../../rules/promql.ts";
import { provoke } from "../../rules/provoke.ts";
import type { Provocation } from "../../rules/provoke.ts";
import type { Rule, RuleFile } from "../../rules/rule-file.ts";
import { ruleOrder } from "../../rules/rule-order.ts";
import { signalOf } from "../../rules/signals.ts";
import type { Signal, Signals } from "../../rules/signals.ts";
import { stretch } from "../../rules/stretch.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Plan } from "../plan/plan.ts";
import { placesOf } from "../plan/scaled-rules.ts";
import { seenOf } from "./seen.ts";

/**
 * A slot is a few whole milliseconds of real time, so that hardly a sample at the edge of a window comes to lie on its other side;
 * more of them cost promtool more time than they make surer.
 */
const mostSlots = 4_000;

/**
 * The unit test of the original rules that a drill's journal comes to, and the twins that must fail: without the fault where an
 * alert fired, with the rules provoked where none did. Undefined where the journal does not show enough.
 */
export function confirmableOf(
  journal: Journal,
  { tested, evaluationMs: paces }: Pick<Plan, "tested" | "evaluationMs">,
  fixtures: { readonly rules: readonly RuleFile[]; readonly signals: Signals },
): Confirmable | undefined {
  const { factor: k, timing, drill } = journal;
  const asked = eventsOf(journal, "fault-asked")[0]?.at;
  const began = asked ?? eventsOf(journal, "steady")[0]?.at;
  const up = journal.series.filter(({ labels }) => labels["__name__"] === "up");
  const last = Math.max(...up.flatMap(({ samples }) => samples.at(-1)?.[0] ?? []));
  const alerts = tested.filter(({ kind }) => kind === "alert");
  if (began === undefined || alerts.length === 0 || !(last > began)) return undefined;
  if (eventsOf(journal, "collected").length === 0) return undefined;

  const { groups, hops } = ruleOrder(tested);
  const evaluationMs = Math.min(...groups.map((group) => paces[group] ?? timing.evaluationMs));
  const seen = seenOf(journal, alerts, { began, last, evaluationMs, hops });
  const slotMs = Math.ceil(k * Math.ceil((last - seen.originMs) / mostSlots));
  const signal = signalsBy(tested, fixtures.signals);
  const wanted = tested.flatMap(({ expr }) => selectors(expr));
  const read = journal.series.filter(({ labels }) => wanted.some((one) => selects(one, labels)));
  const stretching = { originMs: seen.originMs, k, slotMs, signalOf: signal };
  const ruleFiles = rulesUnderTest(drill.name, fixtures.rules, tested);
  const series = stretch(read, up, stretching);
  const claims = claimsOf(seen.alerts, seen.watch);
  const test = { name: drill.name, ruleFiles, groupOrder: groups, evaluationMs, slotMs, series, claims };
  const fired = seen.alerts.some(({ states }) =>
    states.some(({ state, until }) => state === "firing" && (until ?? Infinity) > seen.watch.fromMs),
  );
  if (asked === undefined || !fired) return { test, twins: provokedTwins(test) };
  // A sample bears the time at which its scrape began, which may have been before the fault that it shows.
  const sureMs = asked - timing.scrapeMs / k;
  const [calm = [], calmUp = []] = [read, up].map((some) => healthy(some, up, sureMs, signal));
  const without: Twin = { how: "without the fault", ruleFiles, series: stretch(calm, calmUp, stretching), claims };
  return { test, twins: [without] };
}

/** Where nothing fires without a fault either: an alert that asks for less has to. */
function provokedTwins({ ruleFiles, series, claims }: RuleTest): Twin[] {
  const provoked = (provocation: Provocation, how: string): Twin => ({
    how,
    ruleFiles: Object.fromEntries(Object.entries(ruleFiles).map(([file, text]) => [file, provoke(text, provocation)])),
    series,
    // It has to fail by an alert that is there and should not be, and not by one that is labelled otherwise.
    claims: claims.filter(({ expected }) => expected === null),
  });
  return [
    provoked("nearer", "without `for` or with half or twice the threshold"),
    provoked("turned", "with its condition the other way round"),
  ];
}

/** As they are in production, with the rules under test alone. */
function rulesUnderTest(name: string, files: readonly RuleFile[], tested: readonly Rule[]): RuleTest["ruleFiles"] {
  const own = new Set(tested);
  const kept = files.filter((file) => tested.some((rule) => rule.file === file.file));
  const named = (i: number): string => `${name}${i === 0 ? "" : `.${i + 1}`}.rules.yml`;
  return Object.fromEntries(kept.map((file, i) => [named(i), onlyRules(file.text, placesOf(file, own))]));
}

/** What the rules were scaled by: the use of a metric may tell what it measures. */
function signalsBy(tested: readonly Rule[], declared: Signals): (metric: string) => Signal {
  const found = tested.flatMap(({ expr }) =>
    selectors(expr).flatMap(({ metric, usedBy }): [string, Signal][] =>
      metric === undefined ? [] : [[metric, signalOf(metric, declared, usedBy).signal]],
    ),
  );
  const read = new Map(found);
  return (metric) => read.get(metric) ?? signalOf(metric, declared).signal;
}

function selects({ metric, matchers }: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    (metric === undefined || metric === labels["__name__"]) && matchers.every((matcher) => matches(matcher, labels))
  );
}
