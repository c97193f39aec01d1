import { formatDuration } from "../../rules/duration.ts";
import type { Fixtures } from "../read/fixtures.ts";

/**
 * How often, at least, everything is scraped and every rule evaluated while a load is measured. Production's half a minute
 * would leave one sample of a short load. A shorter pace would have scrapes time out on a busy API that answers late.
 */
const paceMs = 2_000;

/** Fixtures to run in real time, looked at more closely; `note` says what was changed, undefined: nothing was. */
export interface Measured {
  readonly fixtures: Fixtures;
  readonly note: string | undefined;
}

/** Scrape and evaluation intervals are shortened to the measuring pace. Windows, `for` and groups' own intervals stay. */
export function atMeasuringPace(fixtures: Fixtures): Measured {
  const { prometheus } = fixtures;
  const slow = (ms: number): boolean => ms > paceMs;
  const scrapes = prometheus.jobs.map((job) => job.scrapeIntervalMs);
  if (![...scrapes, prometheus.evaluationIntervalMs].some(slow)) return { fixtures, note: undefined };
  const pace = formatDuration(paceMs);
  const global = prometheus.raw["global"] as Readonly<Record<string, unknown>> | null | undefined;
  const raw = {
    ...prometheus.raw,
    global: {
      ...global,
      ...(slow(prometheus.scrapeIntervalMs) ? { scrape_interval: pace } : {}),
      ...(slow(prometheus.evaluationIntervalMs) ? { evaluation_interval: pace } : {}),
    },
    scrape_configs: prometheus.jobs.map(({ raw: job, scrapeIntervalMs }) =>
      slow(scrapeIntervalMs) ? { ...job, scrape_interval: pace } : job,
    ),
  };
  const before = [...new Set(scrapes)].filter(slow).map(formatDuration).join(" and ");
  return {
    fixtures: { ...fixtures, prometheus: { ...prometheus, raw } },
    note:
      `scraped every ${pace} instead of ${before || pace}, so that Prometheus knows what happened in this load and what did not; ` +
      "the rules' windows and `for` are production's",
  };
}
