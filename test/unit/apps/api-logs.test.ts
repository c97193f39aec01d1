import { describe, expect } from "vitest";
import { ecsFields } from "../../../sandbox/apps/api/log/ecs.ts";
import { databases, databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

const login = { email: "dana@bailbondpro.example", password: "correct horse battery staple" };
const bond = { clientId: 1, amount: 25_000, bondType: "surety", agentId: "agent-7" };
const every = {
  "@timestamp": expect.stringMatching(/^\d{4}-.*Z$/),
  "event.sequence": expect.any(Number),
  "service.name": "bailbondpro",
  "service.version": "1.2.3",
  "service.environment": "test",
  "service.ephemeral_id": expect.stringMatching(/^[0-9a-f]{16}$/),
  "ecs.version": "8.17.0",
};
const ids = { "http.request.id": expect.any(String), "trace.id": expect.stringMatching(/^[0-9a-f]{32}$/) };

type Api = Awaited<ReturnType<typeof openApi>>;

/** The lines of an event, of `count` lines in all. */
async function events(api: Api, action: string, count: number) {
  return (await api.logLines(count)).filter((line) => line["event.action"] === action);
}

describe("the request log", () => {
  test("has a line for each request, which is a transaction as well where it is one of the API's", async () => {
    await using api = await openApi("info");
    await api.get("/api/bonds/1");
    await api.get("/health/live");
    const [line, other, ...none] = await api.logLines(2);
    expect(none).toEqual([]);
    expect(line).toEqual({
      ...every,
      ...ids,
      "log.level": "info",
      message: "HTTP Request",
      "http.request.method": "GET",
      "url.original": "/api/bonds/1",
      "http.response.status_code": 200,
      "event.duration": expect.any(Number),
      "user_agent.original": "node",
      "client.ip": "127.0.0.1",
      "event.action": "transaction",
      "transaction.name": "GET /api/bonds/:id",
      "transaction.type": "request",
      "transaction.span_count.started": 1,
    });
    const sequence = Number(line?.["event.sequence"]);
    expect(other).toMatchObject({ "url.original": "/health/live", "event.sequence": sequence + 1 });
    expect(other).not.toHaveProperty(["event.action"]);
  });

  test("at level warn, has failures only", async () => {
    await using api = await openApi("warn");
    await api.get("/api/bonds");
    await api.get("/api/bonds/99");
    expect(await api.logLines(1)).toMatchObject([{ "log.level": "error", "http.response.status_code": 404 }]);
  });

  test("names who is logged in", async () => {
    await using api = await openApi("info");
    const { body } = await api.send("POST", "/api/auth/login", login);
    await api.send("GET", "/api/bonds/1", undefined, { authorization: `Bearer ${String(body["token"])}` });
    expect((await api.logLines(2)).map((line) => line["user.id"])).toEqual([undefined, "1"]);
  });

  test("at level debug, has headers and body", async () => {
    await using api = await openApi("debug");
    await api.send("POST", "/api/bonds", bond);
    const line = (await api.logLines(2)).find(({ message }) => message === "HTTP Request");
    expect(line).toMatchObject({ "bailbondpro.request.body": bond });
    expect(line?.["bailbondpro.request.headers"]).toMatchObject({ "content-type": "application/json" });
  });
});

test("every line of a request has its id, which the answer has as well, and its caller's trace, or a new one", async () => {
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  await using api = await openApi("info");
  const tracesOf = async (traceparent: string, before: number) => {
    const headers = { traceparent, "content-type": "application/json" };
    const given = { method: "POST", body: JSON.stringify(bond), headers };
    const id = (await fetch(new URL("/api/bonds", api.url), given)).headers.get("x-request-id");
    const lines = (await api.logLines(before + 2)).slice(before); // bond_created, and the request
    const audited = JSON.parse(api.audit.at(-1) ?? "") as Record<string, unknown>;
    const ids = [...lines, audited].map((line) => line["http.request.id"]);
    expect(ids).toEqual([id, id, id]);
    return new Set([...lines, audited].map((line) => line["trace.id"]));
  };
  expect(await tracesOf(`00-${trace}-00f067aa0ba902b7-01`, 0)).toEqual(new Set([trace]));
  const others = [`00-${"0".repeat(32)}-00f067aa0ba902b7-01`, `ff-${trace}-00f067aa0ba902b7-01`, `secret-${trace}`];
  for (const [i, other] of others.entries()) {
    const traces = await tracesOf(other, 2 * (i + 1));
    expect([traces.size, traces.has(trace), traces.has("0".repeat(32))]).toEqual([1, false, false]);
  }
});

describe("events", () => {
  test("a bond and a payment, by the guide's fields", async () => {
    await using api = await openApi("info");
    await api.send("POST", "/api/bonds", bond);
    await api.send("POST", "/api/payments", { bondId: 11, amount: 70, method: "wire" });
    expect(await events(api, "bond_created", 4)).toMatchObject([
      { message: "Bond created", "bailbondpro.bond.id": 11, "bailbondpro.client.id": 1, "bailbondpro.amount": 25_000 },
    ]);
    expect(await events(api, "payment_processed", 4)).toMatchObject([
      {
        message: "Payment processed",
        "bailbondpro.payment.id": 1,
        "bailbondpro.bond.id": 11,
        "bailbondpro.amount": 70,
        "bailbondpro.payment.method": "wire",
        "bailbondpro.payment.status": "completed",
      },
    ]);
  });

  test("failed logins are security events, and five of one address a grave one", async () => {
    await using api = await openApi("warn");
    for (let i = 0; i < 6; i++) await api.send("POST", "/api/auth/login", { ...login, password: "wrong" });
    const seen = await events(api, "security_event", 13);
    expect(seen.map((line) => line["bailbondpro.security.severity"])).toEqual([
      "medium",
      "medium",
      "medium",
      "medium",
      "medium",
      "high",
      "medium",
    ]);
    expect(seen[5]).toMatchObject({
      "log.level": "warn",
      "bailbondpro.security.type": "multiple_failed_logins",
      "bailbondpro.details": { ip: "127.0.0.1", attempts: 5, timeWindow: "15 minutes" },
    });
  });

  test("a query of more than a second is slow, with its statement; one of less is not", async () => {
    await using api = await openApi("warn");
    await api.control("PUT", "/faults/slow-query", { ms: 1050 });
    await api.get("/api/bonds/7");
    await api.control("PUT", "/faults/slow-query", { ms: 20 });
    await api.get("/api/bonds/8");
    await api.get("/api/bonds/99");
    const seen = await api.logLines(1);
    expect(seen).toMatchObject([{ "event.action": "transaction", "http.response.status_code": 404 }]);
    const lines = api.slowQueries();
    expect(lines[0]).toMatchObject({
      "bailbondpro.query.name": "bond",
      "bailbondpro.query.text": expect.stringContaining("where id = $1"),
      "bailbondpro.query.params": [7],
      "http.request.id": expect.any(String),
    });
    // On a machine that stalls, others may have taken as long.
    for (const line of lines) expect(Number(line["event.duration"])).toBeGreaterThan(1e9);
  });

  test("a statement that fails is a database error, of its request; what it quotes is not told", async () => {
    await using api = await openApi("error");
    await api.sql("alter table clients alter county type integer using 1");
    await api.send("POST", "/api/clients", { name: "hunter2", county: "hunter2" });
    const lines = await api.logLines(3);
    expect(lines.map((line) => line["event.action"])).toEqual(["db_error", "error", "transaction"]);
    expect(new Set(lines.map((line) => line["http.request.id"])).size).toBe(1);
    expect(lines[0]).toMatchObject({ "error.code": "22P02", "bailbondpro.query.name": "new-client" });
    expect(api.console.join()).not.toContain("hunter2");
  });

  test("a database that goes away is one database error, not one for each request", async () => {
    await using api = await openApi("error");
    await api.get("/api/bonds");
    const back = await databases.postgres().kill();
    await api.statuses("/api/bonds", 3);
    await back[Symbol.asyncDispose]();
    expect(await events(api, "db_error", 4)).toHaveLength(1);
  });

  test("every field of every line is in the table", async () => {
    const known = new Set<string>(ecsFields.map(({ field }) => field));
    await using api = await openApi("debug");
    await api.send("POST", "/api/auth/login", login);
    await api.send("POST", "/api/clients", { name: "Ann", county: "Travis" });
    await api.get("/api/none");
    const lines = [...(await api.logLines(3)), ...api.audit.map((line) => JSON.parse(line) as Record<string, unknown>)];
    expect(lines.flatMap((line) => Object.keys(line)).filter((field) => !known.has(field))).toEqual([]);
    expect(known.has("bailbondpro.no_such_field")).toBe(false);
  });
});

test("lines that a sink has dropped are counted in a metric, by sink, from zero", async () => {
  await using api = await openApi();
  const dropped = () => api.metric("log_lines_dropped_total");
  expect(await dropped()).toEqual([
    'log_lines_dropped_total{sink="console"} 0',
    'log_lines_dropped_total{sink="audit"} 0',
  ]);
  api.sinks.console.dropped = 3;
  expect((await dropped())[0]).toBe('log_lines_dropped_total{sink="console"} 3');
  api.sinks.console.dropped = 5;
  expect((await dropped())[0]).toBe('log_lines_dropped_total{sink="console"} 5');
});

describe("the audit log", () => {
  test("has who did what, and what was changed, without personal data", async () => {
    await using api = await openApi();
    const { body } = await api.send("POST", "/api/auth/login", login);
    const authorization = `Bearer ${String(body["token"])}`;
    await api.send("PATCH", "/api/bonds/3", { status: "exonerated" }, { authorization });
    await api.send("POST", "/api/clients", { name: "Ann Smith", county: "Travis" });
    await api.send("POST", "/api/auth/login", { ...login, password: "wrong" });
    await api.control("PUT", "/faults/latency", { ms: 1 });
    const lines = api.audit.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { "event.action": "user_action", "bailbondpro.audit.action": "login", "user.id": "1", "client.ip": "127.0.0.1" },
      {
        "event.action": "data_modification",
        "user.id": "1",
        "bailbondpro.audit.table": "bonds",
        "bailbondpro.audit.record": "3",
        "bailbondpro.changes": { status: "exonerated" },
      },
      { "user.id": "anonymous", "bailbondpro.changes": { name: "[redacted]", county: "[redacted]" } },
      { "bailbondpro.audit.action": "login_failed", "user.id": "anonymous" },
      { "event.action": "system_event", "bailbondpro.details": { kind: "latency", ms: 1 } },
    ]);
    expect(lines.map((line) => line["event.sequence"])).toEqual([1, 2, 3, 4, 5]);
    expect(lines.slice(1).map((line) => line["bailbondpro.audit.previous"])).toEqual(
      lines.slice(0, -1).map((line) => line["event.hash"]),
    );
  });
});
