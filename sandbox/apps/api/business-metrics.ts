import type { BusinessEvents } from "./backend.ts";
import type { Database, Query } from "./database.ts";
import type { Metrics } from "./metrics.ts";

/** Counts what happened, when it happened; nothing here is made up by a timer. */
export function countBusiness(metrics: Metrics): Partial<BusinessEvents> {
  return {
    bondCreated: (_asker, { bondType, agentId, amount }) => {
      metrics.bondsCreated.labels(bondType, agentId).inc();
      metrics.bondAmount.observe(amount);
    },
    bondMoved: (_asker, { minutes }) => {
      if (minutes !== null) metrics.processingTime.observe(minutes);
    },
    paymentProcessed: (_asker, { method, status, source, agentId, amount }) => {
      metrics.paymentsProcessed.labels(method, status).inc();
      if (status === "completed") metrics.revenue.labels(source, agentId).inc(amount);
    },
    feedbackGiven: (_asker, { score }) => metrics.satisfaction.observe(score),
  };
}

/** As many rows as bonds are active, and an index of just those. */
const active: Query = {
  name: "active-bonds",
  type: "select",
  table: "bonds",
  text: `select count(*)::int as bonds, count(distinct client_id)::int as clients from bonds where status = 'active'`,
};

/** The rows are counted at most so often, however often and by however many it is scraped. */
const everyMs = 1000;

/**
 * What to call at a scrape: it starts a count of what is active, and does not wait for it. So a scrape shows the count
 * that the scrape before it asked for, or that of a second ago; where the database is away, the last there was.
 */
export function refreshBusiness(metrics: Metrics, database: Database): () => void {
  let counting = false;
  let next = 0;
  const count = async () => {
    counting = true;
    next = performance.now() + everyMs;
    try {
      const [row] = await database.query(active);
      metrics.bondsActive.set(Number(row?.["bonds"]));
      metrics.clientsActive.set(Number(row?.["clients"]));
    } catch {
      // The database reported that it is away.
    }
    counting = false;
  };
  return () => {
    if (!counting && performance.now() >= next) void count();
  };
}
