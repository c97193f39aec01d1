import type { FastifyInstance } from "fastify";
import { sendProblem } from "./problem.ts";

/** `amount` is in whole US dollars. */
interface Bond {
  readonly id: number;
  readonly clientId: number;
  readonly amount: number;
  readonly bondType: (typeof bondTypes)[number];
  readonly agentId: string;
  readonly status: "active" | "exonerated" | "forfeited";
  readonly createdAt: string;
}

type NewBond = Omit<Bond, "id" | "status" | "createdAt">;

const bondTypes = ["surety", "cash", "property", "federal", "immigration"] as const;

const clients = [
  { id: 1, name: "Ada Moreno", county: "Travis" },
  { id: 2, name: "Ben Osei", county: "Bexar" },
  { id: 3, name: "Cleo Tran", county: "Harris" },
] as const;

const newBond = {
  type: "object",
  required: ["clientId", "amount", "bondType", "agentId"],
  additionalProperties: false,
  properties: {
    clientId: { type: "integer" },
    amount: { type: "integer", minimum: 1, maximum: 10_000_000 },
    bondType: { type: "string", enum: bondTypes },
    agentId: { type: "string", minLength: 1, maxLength: 40 },
  },
} as const;

const page = {
  type: "object",
  properties: { limit: { type: "string", pattern: "^([1-9]\\d?|100)$", default: "20" } },
} as const;

/** Of the bonds that were posted, so many are kept, and the oldest go first: a load that posts for hours must not fill the memory. */
const capacity = 1000;

/**
 * Bonds and clients. There is no database yet: bonds live in this process's memory, and a restart forgets
 * those that were posted. The ten that it starts with (1 to 10) are always there.
 */
export function addBonds(app: FastifyInstance): void {
  const seeds = Array.from({ length: 10 }, (_, i) => seed(i + 1));
  const bonds = new Map(seeds.map((bond) => [bond.id, bond]));
  const posted: number[] = [];
  let last = seeds.length;

  app.get<{ Querystring: { limit: string } }>("/api/bonds", { schema: { querystring: page } }, (request) => ({
    bonds: newest([...bonds.values()], Number(request.query.limit)),
    total: bonds.size,
  }));

  app.get<{ Params: { id: string } }>("/api/bonds/:id", (request, reply) => {
    const bond = bonds.get(Number(request.params.id));
    return bond ?? sendProblem(reply, { status: 404, detail: `There is no bond ${request.params.id}.` });
  });

  app.post<{ Body: NewBond }>("/api/bonds", { schema: { body: newBond } }, (request, reply) => {
    const { clientId } = request.body;
    if (!clients.some((client) => client.id === clientId)) {
      const detail = `There is no client ${clientId}.`;
      return sendProblem(reply, { status: 422, detail, errors: [{ pointer: "/clientId", detail }] });
    }
    last += 1;
    const bond: Bond = { id: last, ...request.body, status: "active", createdAt: new Date().toISOString() };
    bonds.set(bond.id, bond);
    posted.push(bond.id);
    if (posted.length > capacity) for (const oldest of posted.splice(0, 1)) bonds.delete(oldest);
    return reply.code(201).header("location", `/api/bonds/${bond.id}`).send(bond);
  });

  app.get("/api/clients", () => ({ clients }));
}

function newest(bonds: readonly Bond[], limit: number): readonly Bond[] {
  return bonds.slice(-limit).toReversed();
}

function seed(number: number): Bond {
  return {
    id: number,
    clientId: clients[number % clients.length]?.id ?? clients[0].id,
    amount: 2500 * number,
    bondType: "surety",
    agentId: "agent-1",
    status: "active",
    createdAt: "2026-01-05T09:00:00.000Z",
  };
}
