import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import type { Asker } from "./log/asker.ts";

interface Figures extends Row {
  readonly activeBonds: number;
  readonly revenueToday: number;
  readonly revenueBefore: number;
  readonly bondsDay: number;
  readonly bondsDayBefore: number;
}

const figures: Query = {
  name: "summary",
  type: "select",
  table: "hourly_figures",
  text: `select
      (select count(*)::int from bonds where status = 'active') as "activeBonds",
      coalesce(sum(revenue) filter (where hour >= today), 0)::float8 as "revenueToday",
      coalesce(sum(revenue) filter (where hour between today - interval '1 day' and now() - interval '1 day'), 0)::float8
        as "revenueBefore",
      coalesce(sum(bonds_submitted) filter (where hour > now() - interval '1 day'), 0)::int as "bondsDay",
      coalesce(sum(bonds_submitted) filter (where hour <= now() - interval '1 day'), 0)::int as "bondsDayBefore"
    from (select date_trunc('day', now()) as today) as day
    left join hourly_figures on hour > now() - interval '2 days'`,
};

/**
 * `GET /api/metrics/summary`, at most five seconds old:
 * - `activeBonds`: how many are active now. `bondsTrend`: percent by which the bonds submitted in the last 24 hours
 *   (full hours, the current one counted in) are more than those of the 24 hours before
 * - `revenueToday`: dollars of completed payments since midnight UTC. `revenueTrend`: percent by which that is more than
 *   yesterday's until the end of this same hour
 * - `avgResponseTime`: ms, `errorRate`: percent answered with 5xx, of this process's requests in the last five minutes
 *   (the current one counted in). `responseTimeTrend` (ms), `errorRateTrend` (percentage points): minus the same of the
 *   five minutes before
 * Each is null where there is nothing to divide by or to compare with.
 */
export function addSummary(app: FastifyInstance, { database, store, traffic }: Backend): void {
  const summary = async (asker: Asker) => {
    const [row] = await database.query<Figures>(figures, [], asker);
    const now = traffic?.fiveMinutes(0);
    const before = traffic?.fiveMinutes(5);
    return JSON.stringify({
      activeBonds: row?.activeBonds ?? 0,
      bondsTrend: row ? percentMore(row.bondsDay, row.bondsDayBefore) : null,
      revenueToday: row?.revenueToday ?? 0,
      revenueTrend: row ? percentMore(row.revenueToday, row.revenueBefore) : null,
      avgResponseTime: rounded(now?.avgMs),
      responseTimeTrend: difference(now?.avgMs, before?.avgMs),
      errorRate: rounded(now?.errorPercent),
      errorRateTrend: difference(now?.errorPercent, before?.errorPercent),
    });
  };
  app.get("/api/metrics/summary", async (request, reply) =>
    reply.type("application/json").send(await store.cached("summary", () => summary(request), request)),
  );
}

function percentMore(now: number, before: number): number | null {
  return before === 0 ? null : rounded((100 * (now - before)) / before);
}

function difference(now: number | null | undefined, before: number | null | undefined): number | null {
  return now == null || before == null ? null : rounded(now - before);
}

/** To thousandths. */
function rounded(value: number | null | undefined): number | null {
  return value == null ? null : Math.round(value * 1000) / 1000;
}
