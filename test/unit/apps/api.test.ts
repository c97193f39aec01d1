import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect } from "vitest";
import { until } from "../../../sandbox/wait.ts";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

const bond = { clientId: 1, amount: 25_000, bondType: "surety", agentId: "agent-7" };

describe("bonds", () => {
  test("one that is posted can be read, and is the newest", async () => {
    await using api = await openApi();
    const created = await api.post("/api/bonds", JSON.stringify(bond));
    expect(created.status).toBe(201);
    const read = await (await api.get(created.headers.get("location") ?? "")).json();
    expect(read).toMatchObject({ ...bond, id: 11, status: "pending" });
    expect(await (await api.get("/api/bonds?limit=1")).json()).toEqual({ bonds: [read] });
  });

  test("all that is wrong is said in one go", async () => {
    await using api = await openApi();
    const wrong = { clientId: "1", amount: 0, bondType: "paper", extra: true };
    const refused = await api.post("/api/bonds", JSON.stringify(wrong));
    expect(refused.status).toBe(400);
    expect(refused.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    const problem = (await refused.json()) as { errors: { pointer: string }[] };
    expect(problem).toMatchObject({ type: "about:blank", title: "Bad Request", status: 400 });
    const pointers = problem.errors.map(({ pointer }) => pointer);
    expect(pointers.toSorted()).toEqual(["", "", "/amount", "/bondType", "/clientId"]); // agentId missing, extra unknown
  });

  test.each([
    ["no JSON", "{", "application/json", 400],
    ["another type", "<a/>", "application/xml", 415],
    ["too large", JSON.stringify({ agentId: "x".repeat(1_100_000) }), "application/json", 413],
    ["an unknown client", JSON.stringify({ ...bond, clientId: 99 }), "application/json", 422],
    ["an unknown agent", JSON.stringify({ ...bond, agentId: "agent-99" }), "application/json", 422],
  ])("%s is a problem", async (_name, body, type, status) => {
    await using api = await openApi();
    const refused = await api.post("/api/bonds", body, type);
    expect(refused.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(await refused.json()).toMatchObject({ status });
    expect(refused.status).toBe(status);
  });

  test.each(["/api/bonds/11", "/api/bonds/x", "/api/bonds/99999999999", "/api/none", "/"])(
    "%s is not found",
    async (path) => {
      await using api = await openApi();
      const response = await api.get(path);
      expect(await response.json()).toMatchObject({ status: 404, title: "Not Found" });
      expect(response.status).toBe(404);
    },
  );

  test.each(["0", "101", "-1", "x"])("a limit of %s is refused", async (limit) => {
    await using api = await openApi();
    expect((await api.get(`/api/bonds?limit=${limit}`)).status).toBe(400);
    expect((await api.get("/api/bonds?limit=100")).status).toBe(200);
  });
});

describe("words that can't be kept are refused with their place", () => {
  test.each([
    ["a NUL", { name: "a\u0000b", county: "Travis" }, "/name"],
    ["half a surrogate pair", { name: "Ann", county: "\ud800" }, "/county"],
    ["nothing but blanks", { name: "   ", county: "Travis" }, "/name"],
  ])("%s", async (_, body, pointer) => {
    await using api = await openApi();
    const { status, body: problem } = await api.send("POST", "/api/clients", body);
    expect(status).toBe(400);
    expect(problem["errors"]).toEqual([expect.objectContaining({ pointer })]);
  });

  test("others are kept as they are", async () => {
    await using api = await openApi();
    const { status, body } = await api.send("POST", "/api/clients", { name: "Zoë 😀 O'Hara", county: "Val Verde" });
    expect({ status, body }).toMatchObject({ status: 201, body: { name: "Zoë 😀 O'Hara" } });
  });

  test("a NUL in an e-mail is bad input, not a failure of the database", async () => {
    await using api = await openApi();
    const { status } = await api.send("POST", "/api/auth/login", { email: "a\u0000@b.example", password: "x" });
    expect(status).toBe(400);
  });
});

/** The series of http_requests_total that count anything. */
async function counted(api: Awaited<ReturnType<typeof openApi>>): Promise<string[]> {
  return (await api.metric("http_requests_total")).filter((line) => !line.endsWith(" 0"));
}

describe("metrics", () => {
  test("a scan of unknown URLs adds one series for each method at most", async () => {
    await using api = await openApi();
    await api.get("/scan/0");
    const before = await api.metric("http_requests_total");
    await Promise.all(Array.from({ length: 50 }, (_, i) => api.get(`/scan/${i}?q=${i}`)));
    const after = await api.metric("http_requests_total");
    expect(after).toHaveLength(before.length);
    expect(after).toContain('http_requests_total{method="GET",route="unmatched",status_code="404"} 51');
    await api.get("/api/clients"); // a known route does add one
    expect(await api.metric("http_requests_total")).toHaveLength(before.length + 1);
  });

  test("the route is the pattern", async () => {
    await using api = await openApi();
    await Promise.all([1, 2, 3].map((id) => api.get(`/api/bonds/${id}`)));
    expect(await counted(api)).toEqual([
      'http_requests_total{method="GET",route="/api/bonds/:id",status_code="200"} 3',
    ]);
  });

  test("failures that are to be expected begin at zero, so that a rate misses none of them", async () => {
    await using api = await openApi();
    const there = await api.metric("http_requests_total");
    expect(there).toContain('http_requests_total{method="POST",route="/api/payments",status_code="500"} 0');
    expect(there).toContain('http_requests_total{method="POST",route="/api/payments",status_code="503"} 0');
    expect(there.filter((line) => !/route="\/api\/.*status_code="50[03]"} 0$/.test(line))).toEqual([]);
  });

  test("scrapes are not counted, health checks are", async () => {
    await using api = await openApi();
    await api.statuses("/metrics", 3);
    expect(await counted(api)).toEqual([]);
    await api.statuses("/health/live", 3);
    expect(await counted(api)).toHaveLength(1);
  });

  test("durations have a bucket at the objective of 200 ms, and as many observations as requests", async () => {
    await using api = await openApi();
    await api.statuses("/api/clients", 4);
    const labels = 'method="GET",route="/api/clients",status_code="200"';
    const buckets = await api.metric("http_request_duration_seconds_bucket");
    expect(buckets).toContainEqual(expect.stringContaining(`{le="0.2",${labels}}`));
    expect(buckets).toContain(`http_request_duration_seconds_bucket{le="+Inf",${labels}} 4`);
    expect(await api.metric("process_resident_memory_bytes")).toHaveLength(1);
  });

  test("connections are counted while they are open", async () => {
    await using api = await openApi();
    const open = async () => Number((await api.metric("active_connections"))[0]?.split(" ")[1]);
    expect(await open()).toBe(0);
    const { hostname, port } = new URL(api.url);
    const sockets = await Promise.all(
      [1, 2, 3].map(async () => {
        const socket = connect(Number(port), hostname);
        await once(socket, "connect");
        return socket;
      }),
    );
    const reach = (count: number) =>
      until(
        async () => {
          const seen = await open();
          return seen === count ? { seen } : { missing: `${seen} connections` };
        },
        { what: `${count} connections`, withinMs: 20_000 },
      );
    await reach(3);
    for (const socket of sockets) socket.destroy();
    await reach(0);
  });
});
