import type { FastifyInstance } from "fastify";
import type { Backend } from "./backend.ts";
import type { Query } from "./database.ts";
import { limitOf, page } from "./page.ts";
import type { Page } from "./page.ts";
import { words } from "./text.ts";

interface NewClient {
  readonly name: string;
  readonly county: string;
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
export function addClients(app: FastifyInstance, { database, store }: Backend): void {
  const list = async (limit: number) => JSON.stringify({ clients: await database.query(newest, [limit]) });

  app.get<Page>("/api/clients", { schema: { querystring: page } }, async (request, reply) => {
    const limit = limitOf(request);
    const text = limit === 20 ? await store.cached("clients", () => list(limit)) : await list(limit);
    return reply.type("application/json").send(text);
  });

  app.post<{ Body: NewClient }>("/api/clients", { schema: { body: newClient } }, async (request, reply) => {
    const [client] = await database.query(create, [request.body.name, request.body.county]);
    store.forget("clients");
    return reply.code(201).send(client);
  });
}
