import { describe, expect } from "vitest";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

describe("http-error", () => {
  test("a ratio of 0.2 fails exactly each fifth request", async () => {
    await using api = await openApi();
    expect((await api.control("PUT", "/faults/http-error", { ratio: 0.2 })).status).toBe(200);
    const statuses = await api.statuses("/api/bonds", 50);
    expect(statuses).toEqual(Array.from({ length: 50 }, (_, i) => (i % 5 === 4 ? 500 : 200)));
    expect(await api.metric("http_requests_total")).toContain(
      'http_requests_total{method="GET",route="/api/bonds",status_code="500"} 10',
    );
  });

  test.each([
    [0, 0],
    [0.07, 21],
    [0.1, 30],
    [1, 300],
  ])("a ratio of %d fails %d of 300", async (ratio, failures) => {
    await using api = await openApi();
    await api.control("PUT", "/faults/http-error", { ratio });
    const statuses = await api.statuses("/api/clients", 300);
    expect(statuses.filter((status) => status === 500)).toHaveLength(failures);
  });

  test("a failed request is answered with a problem document", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/http-error", { ratio: 1 });
    const response = await api.get("/api/bonds");
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status: 500, title: "Internal Server Error" });
  });

  test("only the route that it names is hit", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/http-error", { ratio: 1, route: "/api/bonds/:id" });
    expect((await api.get("/api/bonds/1")).status).toBe(500);
    expect((await api.get("/api/bonds")).status).toBe(200);
  });

  test("health, metrics and unknown URLs are never hit", async () => {
    await using api = await openApi();
    await api.control("PUT", "/faults/http-error", { ratio: 1 });
    expect((await api.get("/health/live")).status).toBe(200);
    expect((await api.get("/metrics")).status).toBe(200);
    expect((await api.get("/api/none")).status).toBe(404);
    expect((await api.get("/api/bonds")).status).toBe(500);
  });

  test("it is listed while in force, and over when it is lifted, twice if need be", async () => {
    await using api = await openApi();
    const listed = async () => (await api.control("GET", "/faults")).json();
    expect(await listed()).toEqual({ faults: [] });
    await api.control("PUT", "/faults/http-error", { ratio: 1, route: "/api/bonds" });
    expect(await listed()).toEqual({ faults: [{ kind: "http-error", ratio: 1, route: "/api/bonds" }] });
    expect((await api.control("DELETE", "/faults/http-error")).status).toBe(204);
    expect((await api.control("DELETE", "/faults/http-error")).status).toBe(204);
    expect(await listed()).toEqual({ faults: [] });
    expect((await api.get("/api/bonds")).status).toBe(200);
  });

  test.each([
    [{ ratio: 0.5, route: "/api/bonds/7" }, /there are .*\/api\/bonds, \/api\/bonds\/:id, /],
    [{ ratio: 1.1 }, /from 0 to 1/],
    [{ ratio: "0.2" }, /from 0 to 1/],
    [{}, /from 0 to 1/],
    [{ ratio: 0.2, rout: "/api/bonds" }, /no parameter rout/],
    [[0.2], /parameters are an object/],
  ])("%j is refused, and what was in force stays", async (parameters, detail) => {
    await using api = await openApi();
    await api.control("PUT", "/faults/http-error", { ratio: 1 });
    const refused = await api.control("PUT", "/faults/http-error", parameters);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ status: 422, detail: expect.stringMatching(detail) });
    expect((await api.get("/api/bonds")).status).toBe(500);
  });
});

describe("the control port", () => {
  test.each(["", "Bearer wrong!", "Bearer secre", "Basic secret", "secret"])(
    "%j is not let in",
    async (authorization) => {
      await using api = await openApi();
      expect((await api.control("PUT", "/faults/http-error", { ratio: 1 }, authorization)).status).toBe(401);
      expect((await api.control("GET", "/faults", undefined, authorization)).status).toBe(401);
      expect((await api.get("/api/bonds")).status).toBe(200);
    },
  );

  test("the token is, and an unknown kind of fault is not found", async () => {
    await using api = await openApi();
    expect((await api.control("GET", "/faults")).status).toBe(200);
    expect((await api.control("PUT", "/faults/none", {})).status).toBe(404);
  });

  test("is not on the public port", async () => {
    await using api = await openApi();
    const headers = { authorization: "Bearer secret" };
    expect((await fetch(new URL("/faults", api.url), { headers })).status).toBe(404);
    expect((await fetch(new URL("/faults/http-error", api.url), { method: "DELETE", headers })).status).toBe(404);
  });
});
