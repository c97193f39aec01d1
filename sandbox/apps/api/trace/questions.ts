import type { Query } from "../database.ts";
import type { Attributes, Question } from "./span.ts";

/** Of the statements of one database: their text, with its placeholders, is theirs; values are nobody's. Each is made once. */
export function databaseQuestions(url: string): (query: Query) => Question {
  const made = new Map<Query, Question>();
  return (query) => {
    let question = made.get(query);
    if (question === undefined) {
      const { pathname, ...server } = serverOf(url, 5432);
      const name = `${query.type} ${query.table}`;
      const attributes = {
        "db.system.name": "postgresql",
        "db.namespace": pathname.slice(1),
        "db.operation.name": query.type,
        "db.collection.name": query.table,
        "db.query.summary": name,
        "db.query.text": query.text.replace(/\s+/g, " "),
        "bailbondpro.query.name": query.name,
        ...attributesOf(server),
      };
      question = { name, attributes };
      made.set(query, question);
    }
    return question;
  };
}

export type RedisCommand = "GET session" | "SET session" | "GET cache";

/** Of commands to Redis, about keys of one kind: which of them is not told. */
export function redisQuestions(url: string): (command: RedisCommand) => Question {
  const made = new Map<RedisCommand, Question>();
  return (command) => {
    let question = made.get(command);
    if (question === undefined) {
      const { pathname: _, ...server } = serverOf(url, 6379);
      const attributes = {
        "db.system.name": "redis",
        "db.operation.name": command.slice(0, 3),
        "db.query.text": `${command}:?`,
        ...attributesOf(server),
      };
      question = { name: command, attributes };
      made.set(command, question);
    }
    return question;
  };
}

/** Of a GET of a page of somebody else's. */
export function httpQuestion(url: URL): Question {
  const { pathname, ...server } = serverOf(url.href, url.protocol === "https:" ? 443 : 80);
  const attributes = {
    "http.request.method": "GET",
    // Without what it may hold of user and password.
    "url.full": `${url.origin}${pathname}`,
    ...attributesOf(server),
  };
  return { name: "GET", attributes };
}

interface Server {
  readonly host: string;
  readonly port: number;
}

function serverOf(url: string, usual: number): Server & { readonly pathname: string } {
  // The clients take forms of addresses that are no URLs.
  const { hostname, port, pathname } = new URL(URL.canParse(url) ? url : "unknown://");
  return { host: hostname, port: port === "" ? usual : Number(port), pathname };
}

function attributesOf({ host, port }: Server): Attributes {
  return { "server.address": host, "server.port": port };
}
