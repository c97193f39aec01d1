import { describe, expect } from "vitest";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

const good = { email: "dana@bailbondpro.example", password: "correct horse battery staple" };

describe("the status of a bond", () => {
  test("goes to pending and back, and activation is timed from when it was submitted again", async () => {
    await using api = await openApi();
    expect(await api.send("PATCH", "/api/bonds/2", { status: "pending" })).toMatchObject({ status: 200 });
    const moved = await api.send("PATCH", "/api/bonds/2", { status: "active" });
    expect(moved).toMatchObject({ status: 200, body: { id: 2, status: "active" } });
    expect(moved.body).not.toHaveProperty("minutes");
    expect(await api.metric("bond_processing_time_minutes_count")).toEqual(["bond_processing_time_minutes_count 1"]);
    expect(await api.metric("bond_processing_time_minutes_bucket")).toContain(
      'bond_processing_time_minutes_bucket{le="5"} 1',
    );
  });

  test("may be set to what it is, and nothing is counted", async () => {
    await using api = await openApi();
    expect(await api.send("PATCH", "/api/bonds/2", { status: "active" })).toMatchObject({ status: 200 });
    expect(await api.metric("bond_processing_time_minutes_count")).toEqual(["bond_processing_time_minutes_count 0"]);
  });

  test("can't go where the law does not let it, and stays", async () => {
    await using api = await openApi();
    await api.send("PATCH", "/api/bonds/2", { status: "forfeited" });
    expect(await api.send("PATCH", "/api/bonds/2", { status: "active" })).toMatchObject({
      status: 409,
      body: { detail: "A bond that is forfeited can't become active." },
    });
    expect(await api.send("GET", "/api/bonds/2")).toMatchObject({ body: { status: "forfeited" } });
  });

  test.each([
    ["/api/bonds/99", { status: "active" }, 404],
    ["/api/bonds/2", { status: "lost" }, 400],
    ["/api/bonds/2", {}, 400],
  ])("%s %j is refused", async (path, body, status) => {
    await using api = await openApi();
    expect(await api.send("PATCH", path, body)).toMatchObject({ status });
  });
});

describe("payments", () => {
  test("completed ones are revenue of the bond's agent, a check is not yet", async () => {
    await using api = await openApi();
    await api.send("POST", "/api/payments", { bondId: 1, amount: 250, method: "card" });
    await api.send("POST", "/api/payments", { bondId: 1, amount: 50, method: "cash", source: "fee" });
    const check = await api.send("POST", "/api/payments", { bondId: 1, amount: 900, method: "check" });
    expect(check).toMatchObject({ status: 201, body: { status: "pending", agentId: "agent-1", source: "premium" } });
    expect(await api.metric("revenue_generated_dollars")).toEqual([
      'revenue_generated_dollars{source="premium",agent_id="agent-1"} 250',
      'revenue_generated_dollars{source="fee",agent_id="agent-1"} 50',
    ]);
    expect(await api.metric("payments_processed_total")).toContain(
      'payments_processed_total{payment_method="check",status="pending"} 1',
    );
    expect(await api.send("GET", "/api/metrics/summary")).toMatchObject({ body: { revenueToday: 300 } });
  });

  test("for no bond are refused, and not counted", async () => {
    await using api = await openApi();
    expect(await api.send("POST", "/api/payments", { bondId: 99, amount: 1, method: "card" })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/bondId" }] },
    });
    expect(await api.metric("payments_processed_total")).toEqual([]);
  });
});

describe("clients", () => {
  test("a new one is first in the list at once, though the list is cached", async () => {
    await using api = await openApi();
    await api.send("GET", "/api/clients");
    const { status, body } = await api.send("POST", "/api/clients", { name: "Nia Brandt", county: "Travis" });
    expect(status).toBe(201);
    expect(await api.send("GET", "/api/clients?limit=1")).toMatchObject({ body: { clients: [body] } });
  });

  test("feedback is counted by its score", async () => {
    await using api = await openApi();
    expect(await api.send("POST", "/api/clients/2/feedback", { score: 4 })).toMatchObject({ status: 201 });
    expect(await api.send("POST", "/api/clients/99/feedback", { score: 4 })).toMatchObject({ status: 404 });
    expect(await api.send("POST", "/api/clients/2/feedback", { score: 6 })).toMatchObject({ status: 400 });
    expect(await api.metric("client_satisfaction_score_sum")).toEqual(["client_satisfaction_score_sum 4"]);
    expect(await api.metric("client_satisfaction_score_count")).toEqual(["client_satisfaction_score_count 1"]);
  });
});

describe("login", () => {
  test("gives a token that is known from then on, and no other is", async () => {
    await using api = await openApi();
    const { status, body } = await api.send("POST", "/api/auth/login", good);
    expect(status).toBe(200);
    const asks = (token: string) => api.send("GET", "/api/bonds", undefined, { authorization: `Bearer ${token}` });
    expect(await asks(String(body["token"]))).toMatchObject({ status: 200 });
    expect(await asks("made-up")).toMatchObject({ status: 401 });
    expect(await asks("")).toMatchObject({ status: 401 });
  });

  test.each([{ password: "wrong" }, { email: "nobody@bailbondpro.example" }])("%j is refused", async (change) => {
    await using api = await openApi();
    const refused = await api.send("POST", "/api/auth/login", { ...good, ...change });
    expect(refused).toMatchObject({ status: 401, body: { title: "Unauthorized" } });
  });
});

test("the summary has figures and trends, null where there is nothing to compare with", async () => {
  await using api = await openApi();
  await api.send("GET", "/api/bonds");
  expect(await api.send("GET", "/api/metrics/summary")).toEqual({
    status: 200,
    body: {
      activeBonds: 10,
      bondsTrend: null,
      revenueToday: 0,
      revenueTrend: null,
      avgResponseTime: expect.any(Number),
      responseTimeTrend: null,
      errorRate: 0,
      errorRateTrend: null,
    },
  });
});
