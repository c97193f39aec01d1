import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query, Row } from "./database.ts";
import type { Asker } from "./log/asker.ts";
import { limitOf, page } from "./page.ts";
import type { Page } from "./page.ts";
import { words } from "./text.ts";

interface NewClient {
  readonly name: string;
  readonly county: string;
}

interface Client extends Row {
  readonly id: number;
}

const newClient = {
  type: "object",
  required: ["name", "county"],
  additionalProperties: false,
  properties: {
    name: words(1, 100),
    county: words(1, 60),
  },
} as const;

const columns = 'id, name, county, created_at as "createdAt"';

const newest: Query = {
  name: "newest-clients",
  type: "select",
  table: "clients",
  text: `select ${columns} from clients order by id desc limit $1`,
};
const create: Query = {
  name: "new-client",
  type: "insert",
  table: "clients",
  text: `insert into clients (name, county) values ($1, $2) returning ${columns}`,
};

/** The list of the newest is cached: a new client forgets it, one of another process's shows within seconds. */
export function addClients(app: FastifyInstance, { database, store, events }: Backend): void {
  const list = async (limit: number, asker: Asker) =>
    JSON.stringify({ clients: await database.query(newest, [limit], asker) });

  app.get<Page>("/api/clients", { schema: { querystring: page } }, async (request, reply) => {
    const limit = limitOf(request);
    const text =
      limit === 20 ? await store.cached("clients", () => list(limit, request), request) : await list(limit, request);
    return reply.type("application/json").send(text);
  });

  app.post<{ Body: NewClient }>("/api/clients", { schema: { body: newClient } }, async (request, reply) => {
    const { name, county } = request.body;
    const [client] = await database.query<Client>(create, [name, county], request);
    if (client) events.clientCreated(request, { id: client.id, name, county });
    store.forget("clients");
    return reply.code(201).send(client);
  });
}
