import type { PrometheusReader } from "../../observe/prometheus.ts";
import { until } from "../../wait.ts";

/** Before 3.12 a Prometheus waits 5 s before its first scrape, whatever its flags; and a busy machine takes its time. */
const withinMs = 30_000;

/**
 * Resolves when every target was scraped at `since` or later (real milliseconds since 1970), whatever came of it: with the time of
 * `instance`'s last scrape, else of the last of all. What a sample holds was true at its time, so nothing from before is missing.
 */
export async function untilScrapedSince(
  since: number,
  prometheus: PrometheusReader,
  instance: string | undefined,
  signal: AbortSignal | undefined,
): Promise<number> {
  return await until(
    async () => {
      const [targets, up] = await Promise.all([
        prometheus.targets(),
        prometheus.samples("up", Math.max(1_000, Date.now() - since + 1_000)),
      ]);
      const last = up.map(({ labels, samples }) => ({ of: labels["instance"], at: samples.at(-1)?.[0] ?? 0 }));
      const behind = targets.length - last.filter(({ at }) => at >= since).length;
      if (targets.length > 0 && behind <= 0)
        return { seen: last.find(({ of }) => of === instance)?.at ?? Math.max(...last.map(({ at }) => at)) };
      return { missing: targets.length === 0 ? "it has no targets" : `${behind} of ${targets.length} were not` };
    },
    { what: "prometheus to scrape every target once more", withinMs, everyMs: 50, signal },
  );
}
