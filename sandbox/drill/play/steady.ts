import { FiredrillError } from "../../errors.ts";
import type { PrometheusReader, Target } from "../../observe/prometheus.ts";
import { nearest } from "../../rules/nearest.ts";
import { until } from "../../wait.ts";
import type { Plan } from "../plan/plan.ts";
import type { Recorder } from "./recorder.ts";
import type { Watcher } from "./watcher.ts";

/** Before 3.12 a Prometheus waits 5 s before its first scrape, whatever its flags. */
const firstScrapeMs = 20_000;

/** Resolves when each target was scraped and is up; rejects naming those that are not. */
export async function untilScraped(
  plan: Plan,
  prometheus: PrometheusReader,
  signal: AbortSignal | undefined,
): Promise<void> {
  const slowestMs = Math.max(0, ...Object.values(plan.scrapeMs)) / plan.factor;
  await until(
    async () => {
      const targets = await prometheus.targets();
      const missing = targets.filter((target) => target.health !== "up");
      if (targets.length > 0 && missing.length === 0) return { seen: targets };
      return { missing: targets.length === 0 ? "it has no targets" : missing.map(describe).join("; ") };
    },
    { what: "prometheus to scrape every target", withinMs: firstScrapeMs + 2 * slowestMs, everyMs: 25, signal },
  );
}

function describe(target: Target): string {
  const { job = "", instance = "" } = target.labels;
  return `${job} ${instance} is ${target.health}${target.lastError ? ` (${target.lastError})` : ""}`;
}

/**
 * Whether everything that the alert selects is exported by name; its values need not be, there are no errors before
 * the fault. Some metrics appear only with the first request, so a few scrapes are waited for.
 */
export async function allExported(
  plan: Plan,
  prometheus: PrometheusReader,
  recorder: Recorder,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const slowest = Math.max(plan.timing.scrapeMs, ...Object.values(plan.scrapeMs));
  const patience = { withinMs: (3 * slowest) / plan.factor + 1_000, everyMs: 50, signal };
  const missing = () => missingOf(plan, prometheus);
  let last = await missing();
  const found = await until(
    async () => {
      if (last.length > 0) last = await missing();
      return last.length === 0 ? { seen: true } : { missing: last.map((one) => one.missing).join(", ") };
    },
    { what: "every selected metric to be exported", ...patience },
  ).catch((error: unknown) => {
    if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
    return false;
  });
  for (const one of found ? [] : last) recorder.record({ what: "never-exported", ...one });
  return found;
}

interface NotExported {
  readonly rule: string;
  readonly missing: string;
  readonly nearest: string | null;
}

async function missingOf(plan: Plan, prometheus: PrometheusReader): Promise<NotExported[]> {
  const found = await Promise.all(
    plan.reads.map(async ({ rule, metric, labels }): Promise<NotExported[]> => {
      const there = await prometheus.labelNames(metric);
      if (there.length === 0) {
        const like = nearest(metric, await prometheus.metricNames()) ?? null;
        return [{ rule, missing: `\`${metric}\``, nearest: like }];
      }
      return labels
        .filter((label) => !there.includes(label))
        .map((label) => ({
          rule,
          missing: `a label \`${label}\` on \`${metric}\``,
          nearest: nearest(label, there) ?? null,
        }));
    }),
  );
  return found.flat();
}

/** Real milliseconds of healthy history that fill every window. */
export function historyMsOf({ timing: { windowMs, scrapeMs, evaluationMs }, factor }: Plan): number {
  return (windowMs + scrapeMs + evaluationMs) / factor;
}

/**
 * History as long as the longest window, counted from `since`, and nothing pending: else a fault's effect could not be told
 * from what was before.
 */
export async function untilSteady(
  plan: Plan,
  watcher: Watcher,
  recorder: Recorder,
  since: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { evaluationMs } = plan.timing;
  const historyMs = historyMsOf(plan);
  let quietSince = Date.now();
  let active: string[] = [];
  return await until(
    async () => {
      const sight = await watcher.look();
      active = [...sight.active].map(([alert, state]) => `${alert} is ${state}`);
      if (active.length > 0) quietSince = Date.now();
      const now = Date.now();
      const quietFor = (evaluationMs * 2) / plan.factor;
      if (now - since >= historyMs && now - quietSince >= quietFor) return { seen: true };
      return { missing: active.length > 0 ? `${active.join(", ")} without a fault` : "the windows are not yet full" };
    },
    { what: "a quiet system", withinMs: historyMs * 3 + 5_000, everyMs: 100, signal },
  ).then(
    () => {
      watcher.forget();
      recorder.record({ what: "steady" });
      return true;
    },
    (error: unknown) => {
      if (!(error instanceof FiredrillError && error.code === "waited")) throw error;
      recorder.record({ what: "not-steady", why: error.message });
      return false;
    },
  );
}
