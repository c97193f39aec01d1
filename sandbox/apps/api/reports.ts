import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query } from "./database.ts";

/**
 * What a report takes of a connection's time. A real one reads for as long as that; this one sleeps in the database, as long on
 * every machine, and leaves the processors alone: so it is known how many reports a second the pool can carry (its
 * connections ÷ 0.4 s), and a load can be put just below that and just above.
 */
const portfolio: Query = {
  name: "portfolio",
  type: "select",
  table: "hourly_figures",
  text: `with read as materialized (select pg_sleep(0.4))
    select agent_id as "agentId", sum(bonds_submitted)::int as "bondsSubmitted", sum(revenue)::float8 as "revenue"
    from read join hourly_figures on hour > now() - interval '30 days' group by agent_id order by agent_id`,
};

/** `GET /api/reports/portfolio`: of each agent, what was submitted and what came in over the last thirty days, in dollars. */
export function addReports(app: FastifyInstance, { database }: Backend): void {
  app.get("/api/reports/portfolio", async (request) => ({ agents: await database.query(portfolio, [], request) }));
}
