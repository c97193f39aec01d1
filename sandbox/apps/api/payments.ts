import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import { rowId } from "./page.ts";
import { sendProblem } from "./problem.ts";

/** `amount` is in whole US dollars. */
interface NewPayment {
  readonly bondId: number;
  readonly amount: number;
  readonly method: string;
  readonly source: string;
}

interface Payment extends Row {
  readonly id: number;
  readonly status: string;
  readonly agentId: string;
}

const newPayment = {
  type: "object",
  required: ["bondId", "amount", "method"],
  additionalProperties: false,
  properties: {
    bondId: rowId,
    amount: { type: "integer", minimum: 1, maximum: 10_000_000 },
    method: { type: "string", enum: ["card", "cash", "check", "wire"] },
    source: { type: "string", enum: ["premium", "fee"], default: "premium" },
  },
} as const;

/** The join is what finds no bond: a payment for none is no row. */
const create: Query = {
  name: "new-payment",
  type: "insert",
  table: "payments",
  text: `with bond as (select id, agent_id from bonds where id = $1),
    payment as (
      insert into payments (bond_id, amount, method, source, status)
      select id, $2, $3, $4, case $3 when 'check' then 'pending' else 'completed' end from bond returning *
    ), figures as (
      insert into hourly_figures as f (hour, agent_id, revenue)
      select date_trunc('hour', now()), bond.agent_id, payment.amount from payment, bond where status = 'completed'
      on conflict (hour, agent_id) do update set revenue = f.revenue + excluded.revenue
    )
    select payment.id, bond_id as "bondId", amount, method, source, status, bond.agent_id as "agentId",
      created_at as "createdAt" from payment, bond`,
};

/** Payments for bonds. A check is pending, and no revenue; all else is completed, and revenue of the bond's agent. */
export function addPayments(app: FastifyInstance, { database, events }: Backend): void {
  app.post<{ Body: NewPayment }>("/api/payments", { schema: { body: newPayment } }, async (request, reply) => {
    const { bondId, amount, method, source } = request.body;
    const [payment] = await database.query<Payment>(create, [bondId, amount, method, source], request);
    if (!payment) {
      const detail = `There is no bond ${bondId}.`;
      return sendProblem(reply, { status: 422, detail, errors: [{ pointer: "/bondId", detail }] });
    }
    const { id, status, agentId } = payment;
    events.paymentProcessed(request, { id, bondId, method, source, amount, status, agentId });
    return reply.code(201).send(payment);
  });
}
