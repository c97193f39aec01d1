import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { databaseTest as test, freshDatabases } from "../../helpers/databases.ts";
import { calling, openTraceSink, tracingTo } from "../../helpers/trace-sink.ts";
import { openApi } from "./open-api.ts";

const login = { email: "dana@bailbondpro.example", password: "correct horse battery staple" };
const trace = "4bf92f3577b34da6a3ce929d0e0e473";

async function traced(env: Readonly<Record<string, string>> = {}) {
  const sink = await openTraceSink();
  const tracing = tracingTo(sink.url, env);
  const api = await openApi("info", undefined, undefined, tracing);
  return {
    sink,
    api,
    tracing,
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await tracing.close(1000);
      await sink[Symbol.asyncDispose]();
    },
  };
}

test("a request is a span in its caller's trace, and so is all that is asked for it; the log has the same trace and count", async () => {
  await using all = await traced();
  const { body } = await all.api.send("POST", "/api/auth/login", login);
  const authorization = `Bearer ${String(body["token"])}`;
  await all.api.send("GET", "/api/bonds/3?limit=secret", undefined, { ...calling(`${trace}1`), authorization });
  const spans = await all.sink.spans(`${trace}1`, 3);
  expect(spans).toMatchObject([
    {
      name: "GET /api/bonds/:id",
      kind: "server",
      parentId: "00f067aa0ba902b7",
      service: "bailbondpro",
      failed: false,
      attributes: {
        "http.request.method": "GET",
        "http.route": "/api/bonds/:id",
        "http.response.status_code": 200,
        "transaction.type": "request",
      },
    },
    {
      name: "GET session",
      kind: "client",
      attributes: { "db.system.name": "redis", "db.query.text": "GET session:?" },
    },
    {
      name: "select bonds",
      kind: "client",
      attributes: {
        "db.system.name": "postgresql",
        "db.operation.name": "select",
        "db.collection.name": "bonds",
        "db.query.text": expect.stringContaining("where id = $1"),
      },
    },
  ]);
  const [server, ...asked] = spans;
  expect(asked.map(({ parentId }) => parentId)).toEqual([server?.spanId, server?.spanId]);
  expect(JSON.stringify(spans)).not.toContain("secret");
  const line = (await all.api.logLines(2)).find((one) => one["trace.id"] === `${trace}1`);
  expect(line).toMatchObject({
    "transaction.name": server?.name,
    "transaction.span_count.started": asked.length,
    "http.request.id": server?.attributes["http.request.id"],
  });
});

test("an error is recorded where it was made and in the request, without what it quotes", async () => {
  await using all = await traced();
  await all.api.sql("alter table clients alter county type integer using 1");
  const client = { name: "hunter2", county: "hunter2" };
  await all.api.send("POST", "/api/clients", client, calling(`${trace}2`));
  await all.api.send("GET", "/api/bonds/99", undefined, calling(`${trace}3`));
  const spans = await all.sink.spans(`${trace}2`, 2);
  const event = { name: "exception", attributes: { "exception.message": expect.stringContaining("[redacted]") } };
  expect(spans).toMatchObject([
    { name: "POST /api/clients", failed: true, attributes: { "http.response.status_code": 500 }, events: [event] },
    { name: "insert clients", failed: true, attributes: { "error.type": "22P02" }, events: [event] },
  ]);
  expect(JSON.stringify(spans)).not.toContain("hunter2");
  // Who asks for what is not there has failed, not the API.
  expect(await all.sink.spans(`${trace}3`, 2)).toMatchObject([{ failed: false }, { failed: false }]);
});

test("what nobody has a route for has no URL in its name, and scrapes and probes have no span", async () => {
  await using all = await traced();
  await all.api.get("/metrics");
  await all.api.get("/health/ready");
  await all.api.send("GET", "/nothing/hunter2", undefined, calling(`${trace}4`));
  const [span] = await all.sink.spans(`${trace}4`, 1);
  expect(span).toMatchObject({ name: "GET", attributes: { "http.response.status_code": 404 } });
  expect(all.sink.store.recent({ limit: 10 }).map(({ traceId }) => traceId)).toEqual([`${trace}4`]);
});

test("whoever is asked over HTTP is told the trace, its tracestate as it came, and whether it is sampled", async () => {
  const heard: http.IncomingHttpHeaders[] = [];
  const other = http.createServer((request, response) => {
    heard.push(request.headers);
    response.end();
  });
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  await using fresh = await freshDatabases();
  const env = { ...fresh.env, EXTERNAL_API_URL: `http://127.0.0.1:${(other.address() as AddressInfo).port}` };
  await using sink = await openTraceSink();
  const tracing = tracingTo(sink.url);
  {
    await using api = await openApi("error", { ...fresh, env }, undefined, tracing);
    const tracestate = "vendor=hunter2,other=1";
    await api.send("GET", "/health", undefined, { ...calling(`${trace}5`), tracestate });
    await api.send("GET", "/health", undefined, { ...calling(`${trace}6`, false), tracestate });
  }
  const spans = await sink.spans(`${trace}5`, 2);
  expect(spans.map(({ name, kind }) => `${name} ${kind}`)).toEqual(["GET /health server", "GET client"]);
  expect(heard).toMatchObject([
    { traceparent: `00-${trace}5-${spans[1]?.spanId}-01`, tracestate: "vendor=hunter2,other=1" },
    { traceparent: expect.stringMatching(`^00-${trace}6-[0-9a-f]{16}-00$`), tracestate: "vendor=hunter2,other=1" },
  ]);
  // Others' own is passed on, and told to no backend; what was not sampled is not told either.
  expect(JSON.stringify(spans)).not.toContain("hunter2");
  await tracing.close(1000);
  expect(sink.store.find(`${trace}6`)).toBeUndefined();
  other.closeAllConnections();
  other.close();
});

test("of traces that begin here the ratio is told, and a caller's decision stands", async () => {
  const sampler = { OTEL_TRACES_SAMPLER: "parentbased_traceidratio", OTEL_TRACES_SAMPLER_ARG: "0" };
  await using all = await traced(sampler);
  await all.api.statuses("/api/bonds", 5);
  await all.api.send("GET", "/api/bonds", undefined, calling(`${trace}7`));
  await all.sink.spans(`${trace}7`, 2);
  expect(all.sink.store.recent({ limit: 10 })).toHaveLength(1);
  const lines = await all.api.logLines(6);
  expect(new Set(lines.map((line) => line["trace.id"])).size).toBe(6);
});

test("what was sent and dropped is counted where there is tracing, and only there", async () => {
  await using all = await traced();
  await all.api.send("GET", "/api/bonds", undefined, calling(`${trace}8`));
  await all.sink.spans(`${trace}8`, 2);
  await all.tracing.close(1000);
  expect(await all.api.metric("trace_spans_sent_total")).toEqual(["trace_spans_sent_total 2"]);
  await all.api.get("/api/bonds"); // nobody takes it any more: two spans
  expect(await all.api.metric("trace_spans_dropped_total")).toEqual(["trace_spans_dropped_total 2"]);
  await using plain = await openApi();
  expect(await plain.metric("trace_spans_sent_total")).toEqual([]);
});
