import type { FastifyInstance } from "fastify";
import { addAuth } from "./auth.ts";
import type { Backend } from "./backend.ts";
import { addBonds } from "./bonds.ts";
import { addClients } from "./clients.ts";
import { addFeedback } from "./feedback.ts";
import { addPayments } from "./payments.ts";
import { addReports } from "./reports.ts";
import { addSummary } from "./summary.ts";

/** All of /api, the same with metrics and without. Who asks is looked at first: auth stands before the others. */
export function addRoutes(app: FastifyInstance, backend: Backend): void {
  addAuth(app, backend);
  addBonds(app, backend);
  addPayments(app, backend);
  addClients(app, backend);
  addFeedback(app, backend);
  addSummary(app, backend);
  addReports(app, backend);
}
