import type { Series } from "./series.ts";

/**
 * When scrapes of a target were given up for want of an answer. Scaled, a scrape gets a fraction of a second where
 * production gives it ten: a busy machine, not the service, may be what did not answer.
 */
export function scrapeTimeouts(up: Series, durations: Series | undefined, timeoutMs: number): number[] {
  const took = new Map(durations?.samples);
  return up.samples.flatMap(([at, value]) =>
    Number(value) === 0 && Number(took.get(at) ?? 0) * 1000 >= 0.9 * timeoutMs ? [at] : [],
  );
}
