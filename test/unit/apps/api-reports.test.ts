import { describe, expect } from "vitest";
import { databaseTest as test } from "../../helpers/databases.ts";
import { until } from "../../../sandbox/wait.ts";
import { openApi } from "./open-api.ts";

describe("the report of the portfolio", () => {
  test("has what each agent submitted and took in, and none who did neither", async () => {
    await using api = await openApi();
    await api.send("POST", "/api/bonds", { clientId: 1, amount: 900, bondType: "cash", agentId: "agent-7" });
    await api.send("POST", "/api/payments", { bondId: 1, amount: 250, method: "card" });
    await api.send("POST", "/api/payments", { bondId: 1, amount: 900, method: "check" });
    expect(await api.send("GET", "/api/reports/portfolio")).toEqual({
      status: 200,
      body: {
        agents: [
          { agentId: "agent-1", bondsSubmitted: 0, revenue: 250 },
          { agentId: "agent-7", bondsSubmitted: 1, revenue: 0 },
        ],
      },
    });
  });

  test("holds a connection for as long as it takes, and no other does", async () => {
    await using api = await openApi();
    const active = async () => (await api.metric("db_connections_active"))[0];
    await api.get("/api/bonds");
    expect(await active()).toBe("db_connections_active 0");
    const report = api.get("/api/reports/portfolio");
    await until(
      async () => {
        const now = (await active()) ?? "nothing";
        return now === "db_connections_active 1" ? { seen: now } : { missing: now };
      },
      { what: "a connection to be held", withinMs: 20_000 },
    );
    expect((await report).status).toBe(200);
    expect(await active()).toBe("db_connections_active 0");
  });
});

describe("who misses the cache while others do", () => {
  const queries = async (api: Awaited<ReturnType<typeof openApi>>) =>
    (await api.metric("db_query_duration_seconds_count")).find((line) => line.includes('"clients"'));

  test("waits for the one query that is under way", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/slow-query", { ms: 300 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => api.send("GET", "/api/clients")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await queries(api)).toMatch(/ 1$/);
  });

  test("twin: what is not cached is asked for as often as somebody comes", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/slow-query", { ms: 300 });
    await Promise.all(Array.from({ length: 8 }, () => api.send("GET", "/api/clients?limit=21")));
    expect(await queries(api)).toMatch(/ 8$/);
  });

  test("does not wait for a list of before the client that was added", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/slow-query", { ms: 300 });
    const before = api.send("GET", "/api/clients");
    await api.send("POST", "/api/clients", { name: "Nia Brandt", county: "Travis" });
    const after = await api.send("GET", "/api/clients");
    expect(JSON.stringify(after.body)).toContain("Nia Brandt");
    await before;
  });
});
