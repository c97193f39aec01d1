import type { FastifyInstance, FastifyReply } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import { limitOf, page, rowId } from "./page.ts";
import type { Page } from "./page.ts";
import { echo, missingReference, sendProblem } from "./problem.ts";
import { words } from "./text.ts";

/** `amount` is in whole US dollars. */
interface NewBond {
  readonly clientId: number;
  readonly amount: number;
  readonly bondType: string;
  readonly agentId: string;
}

type Status = (typeof statuses)[number];
const statuses = ["pending", "active", "exonerated", "forfeited"] as const;

/** From where a bond may get to a status. What it is already, it may always be set to: nothing changes. */
const legalFrom: Readonly<Record<Status, readonly Status[]>> = {
  pending: ["active"],
  active: ["pending"],
  exonerated: ["active"],
  forfeited: ["active"],
};

interface Bond extends Row, NewBond {
  readonly id: number;
  readonly clientId: number;
  readonly amount: number;
  readonly bondType: string;
  readonly agentId: string;
  readonly status: string;
}
interface Moved extends Bond {
  readonly minutes: number | null;
}

const newBond = {
  type: "object",
  required: ["clientId", "amount", "bondType", "agentId"],
  additionalProperties: false,
  properties: {
    clientId: rowId,
    amount: { type: "integer", minimum: 1, maximum: 10_000_000 },
    bondType: { type: "string", enum: ["surety", "cash", "property", "federal", "immigration"] },
    agentId: words(1, 40),
  },
} as const;

const change = {
  type: "object",
  required: ["status"],
  additionalProperties: false,
  properties: { status: { type: "string", enum: statuses } },
} as const;

const columns = `id, client_id as "clientId", amount, bond_type as "bondType", agent_id as "agentId", status,
  created_at as "createdAt"`;

const newest: Query = {
  name: "newest-bonds",
  type: "select",
  table: "bonds",
  text: `select ${columns} from bonds order by id desc limit $1`,
};
const one: Query = {
  name: "bond",
  type: "select",
  table: "bonds",
  text: `select ${columns} from bonds where id = $1`,
};
const create: Query = {
  name: "new-bond",
  type: "insert",
  table: "bonds",
  text: `with bond as (
      insert into bonds (client_id, amount, bond_type, agent_id) values ($1, $2, $3, $4) returning *
    ), figures as (
      insert into hourly_figures as f (hour, agent_id, bonds_submitted)
      select date_trunc('hour', now()), agent_id, 1 from bond
      on conflict (hour, agent_id) do update set bonds_submitted = f.bonds_submitted + 1
    ) select ${columns} from bond`,
};
/**
 * No row: there is no such bond, or it is in none of the statuses $3, nor in the wanted one. One statement, so that two at
 * once can't both be right about what it was. `minutes`: how long it waited, if it became active by this.
 */
const move: Query = {
  name: "bond-status",
  type: "update",
  table: "bonds",
  text: `update bonds set status = $2,
      submitted_at = case when $2 = 'pending' and status <> 'pending' then now() else submitted_at end,
      activated_at = case when $2 = 'active' and status <> 'active' then now() else activated_at end
    where id = $1 and (status = $2 or status = any(string_to_array($3, ',')))
    returning ${columns}, case when $2 = 'active' and activated_at = now()
      then greatest(0, extract(epoch from activated_at - submitted_at))::float8 / 60 end as minutes`,
};

export function addBonds(app: FastifyInstance, { database, events }: Backend): void {
  app.get<Page>("/api/bonds", { schema: { querystring: page } }, async (request) => ({
    bonds: await database.query(newest, [limitOf(request)], request),
  }));

  app.get<{ Params: { id: string } }>("/api/bonds/:id", async (request, reply) => {
    const [bond] = await database.query(one, [idOf(request.params.id)], request);
    return bond ?? sendProblem(reply, noBond(request.params.id, reply));
  });

  app.post<{ Body: NewBond }>("/api/bonds", { schema: { body: newBond } }, async (request, reply) => {
    const { clientId, amount, bondType, agentId } = request.body;
    const values = [clientId, amount, bondType, agentId];
    const created = await missingReference(database.query<Bond>(create, values, request), {
      client_id: { pointer: "/clientId", detail: `There is no client ${clientId}.` },
      agent_id: { pointer: "/agentId", detail: `There is no agent ${echo(reply, "agentId", agentId)}.` },
    });
    if ("status" in created) return sendProblem(reply, created);
    const [bond] = created;
    if (bond) events.bondCreated(request, bond);
    return reply.code(201).header("location", `/api/bonds/${bond?.["id"]}`).send(bond);
  });

  app.patch<{ Params: { id: string }; Body: { status: Status } }>(
    "/api/bonds/:id",
    { schema: { body: change } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const { status } = request.body;
      const [moved] = await database.query<Moved>(move, [id, status, legalFrom[status].join(",")], request);
      if (moved) {
        const { minutes: _, ...bond } = moved;
        events.bondMoved(request, moved);
        return bond;
      }
      const [bond] = await database.query(one, [id], request);
      if (!bond) return sendProblem(reply, noBond(request.params.id, reply));
      const detail = `A bond that is ${bond["status"]} can't become ${status}.`;
      return sendProblem(reply, { status: 409, detail, errors: [{ pointer: "/status", detail }] });
    },
  );
}

/** 0, which no row has, for what can't be an id. */
function idOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
}

function noBond(id: string, reply: FastifyReply) {
  return { status: 404, detail: `There is no bond ${echo(reply, "id", id)}.` };
}
