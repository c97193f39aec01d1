import { FiredrillError } from "../../errors.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Series } from "../../observe/series.ts";
import { until } from "../../wait.ts";
import type { Plan } from "../plan/plan.ts";
import { measuredBetween, worst } from "./nearness.ts";
import type { Recorder } from "./recorder.ts";
import { historyMsOf } from "./steady.ts";
import type { Watcher } from "./watcher.ts";

interface Broken {
  readonly plan: Plan;
  readonly prometheus: PrometheusReader;
  readonly watcher: Watcher;
  readonly recorder: Recorder;
  /** Real milliseconds since 1970: when the fault was asked for, and when all that it held up has ended. */
  readonly askedAt: number;
  readonly overAt: number;
  readonly signal: AbortSignal | undefined;
}

/** Once no window holds anything of a fault, what each alert measures, beside what it measured just before the fault. */
export async function recordRestored(broken: Broken): Promise<void> {
  const { plan, prometheus, watcher, recorder, askedAt, overAt, signal } = broken;
  const historyMs = historyMsOf(plan);
  let active: string[] = [];
  await until(
    async () => {
      active = [...(await watcher.look()).active].map(([alert, state]) => `${alert} is ${state}`);
      if (Date.now() - overAt >= historyMs && active.length === 0) return { seen: true };
      return { missing: active.length > 0 ? active.join(", ") : "the windows still hold the fault" };
    },
    { what: "the steady state of before", withinMs: historyMs * 3 + 5_000, everyMs: 100, signal },
  ).catch((error: unknown) => {
    // What is still active by now is for the judge to say.
    if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
  });
  const spanMs = (4 * plan.timing.evaluationMs) / plan.factor;
  const now = Date.now();
  const [before, after] = await Promise.all([
    measuredBetween(plan, prometheus, askedAt - spanMs, askedAt),
    measuredBetween(plan, prometheus, now - spanMs, now),
  ]);
  for (const [index, { alert, comparison, series }] of before.entries()) {
    if (!comparison) continue;
    const { sign, threshold } = comparison;
    recorder.record({
      what: "restored",
      alert,
      sign,
      threshold,
      before: worst(series.map(typical), comparison),
      after: worst((after[index]?.series ?? []).map(typical), comparison),
      active: active.some((one) => one.startsWith(`${alert} is `)),
    });
  }
}

/** One sample in the place of many: their median, since a level is sampled in whatever moment it is. */
function typical({ labels, samples }: Series): Series {
  const sorted = samples.toSorted(([, a], [, b]) => Number(a) - Number(b));
  return { labels, samples: sorted.slice(Math.floor((sorted.length - 1) / 2)).slice(0, 1) };
}
