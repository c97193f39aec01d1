import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Plan } from "../plan/plan.ts";
import type { Recorder } from "./recorder.ts";

/** What the objective's recording rules said since a time, where the alert under test is one of an objective. */
export async function recordErrorBudget(
  { budget }: Plan,
  prometheus: PrometheusReader,
  recorder: Recorder,
  since: number,
): Promise<void> {
  if (!budget) return;
  const { id, share, periodMs } = budget;
  const windows = await Promise.all(
    budget.windows.map(async ({ metric, windowMs }) => {
      const selector = `${metric}{sloth_id=${JSON.stringify(id)}}`;
      const all = (await prometheus.samples(selector, Date.now() - since)).flatMap(({ samples }) => samples);
      return { windowMs, samples: all.map(([at, value]) => [at, Number(value)] as const) };
    }),
  );
  recorder.record({ what: "error-budget", id, share, periodMs, windows });
}
