import type { Query } from "./database.ts";
import type { Metrics } from "./metrics.ts";

/** What a Database is to tell its queries to. The series of a statement is looked up once. */
export function measureQueries(metrics: Metrics): (query: Query, seconds: number) => void {
  const series = new Map<Query, { observe(seconds: number): void }>();
  return (query, seconds) => {
    let observed = series.get(query);
    if (observed === undefined) {
      observed = metrics.queryDuration.labels(query.type, query.table);
      series.set(query, observed);
    }
    observed.observe(seconds);
  };
}
