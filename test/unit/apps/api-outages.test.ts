import { expect } from "vitest";
import { until } from "../../../sandbox/wait.ts";
import { databases, databaseTest as test, freshDatabases } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

const good = { email: "dana@bailbondpro.example", password: "correct horse battery staple" };
type Api = Awaited<ReturnType<typeof openApi>>;

const healthy = (names: readonly string[], sick: readonly string[]) =>
  Object.fromEntries([
    ...names.map((name) => [name, { status: "healthy", duration: expect.any(Number), message: expect.any(String) }]),
    ...sick.map((name) => [name, { status: "unhealthy", duration: expect.any(Number), message: expect.any(String) }]),
  ]);

/** Until it answers with this status. */
const reaches = (api: Api, method: string, path: string, status: number, body?: unknown) =>
  until(
    async () => {
      const seen = await api.send(method, path, body);
      return seen.status === status ? { seen } : { missing: JSON.stringify(seen) };
    },
    { what: `${method} ${path} to answer ${status}`, withinMs: 15_000 },
  );

test("all is well: health tells of each dependency", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/health/ready", 200);
  expect(await api.send("GET", "/health")).toMatchObject({
    status: 200,
    body: { status: "healthy", checks: healthy(["database", "redis", "external-api"], []) },
  });
  expect(await api.send("GET", "/health/live")).toMatchObject({ status: 200, body: { status: "ok" } });
});

test("a database that is killed is a 503 in words, and forgotten when it is back", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/api/bonds", 200);
  const outage = await databases.postgres().kill();
  expect(await reaches(api, "GET", "/api/bonds", 503)).toMatchObject({
    body: { title: "Service Unavailable", detail: "The database can't be reached. Try again later." },
  });
  expect(await api.send("GET", "/health")).toMatchObject({
    status: 503,
    body: { status: "unhealthy", checks: healthy(["redis", "external-api"], ["database"]) },
  });
  expect(await api.send("GET", "/health/ready")).toMatchObject({ status: 503 });
  expect(await api.send("GET", "/health/live")).toMatchObject({ status: 200 });
  expect(await api.metric("db_connections_max")).toEqual(["db_connections_max 10"]);
  await outage[Symbol.asyncDispose]();
  expect(await api.send("GET", "/api/bonds/1")).toMatchObject({ status: 200 });
  await reaches(api, "GET", "/health", 200);
});

test("a database that hangs hangs neither health nor a scrape nor a request for good, and takes up again", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/health", 200);
  await api.send("GET", "/api/bonds");
  {
    await using _frozen = await databases.postgres().pause();
    const waiting = api.send("GET", "/api/bonds");
    const asked = api.send("GET", "/health");
    expect(await api.metric("db_connections_active")).toHaveLength(1);
    expect((await api.get("/metrics")).status).toBe(200);
    expect(await asked).toMatchObject({
      status: 503,
      body: { checks: healthy(["redis", "external-api"], ["database"]) },
    });
    expect(await waiting).toMatchObject({ status: 503 });
  }
  await reaches(api, "GET", "/api/bonds", 200);
  await reaches(api, "GET", "/health", 200);
});

test("a Redis that is killed costs the cache and the login, and nothing else", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/health/ready", 200);
  const { body } = await reaches(api, "POST", "/api/auth/login", 200, good);
  const authorization = `Bearer ${String(body["token"])}`;
  {
    await using _outage = await databases.redis().kill();
    await reaches(api, "POST", "/api/auth/login", 503, good);
    expect(await api.send("GET", "/api/clients", undefined, { authorization })).toMatchObject({ status: 503 });
    expect(await api.send("GET", "/api/clients")).toMatchObject({ status: 200 });
    expect(await api.send("GET", "/api/metrics/summary")).toMatchObject({ status: 200 });
    expect(await api.send("GET", "/health")).toMatchObject({
      status: 503,
      body: { checks: healthy(["database", "external-api"], ["redis"]) },
    });
  }
  await reaches(api, "POST", "/api/auth/login", 200, good);
});

test("a Redis that hangs is waited for in short, and not by each request", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/health/ready", 200);
  await reaches(api, "POST", "/api/auth/login", 200, good);
  {
    await using _frozen = await databases.redis().pause();
    expect(await api.send("GET", "/api/clients")).toMatchObject({ status: 200 });
    expect(await api.send("POST", "/api/auth/login", good)).toMatchObject({ status: 503 });
    expect(await api.send("GET", "/health")).toMatchObject({
      status: 503,
      body: { checks: healthy(["database", "external-api"], ["redis"]) },
    });
  }
  await reaches(api, "POST", "/api/auth/login", 200, good);
});

test("an external API that hangs or is away makes health 503, and nothing else", async () => {
  await using api = await openApi();
  await reaches(api, "GET", "/health", 200);
  const away = { status: 503, body: { checks: healthy(["database", "redis"], ["external-api"]) } };
  {
    await using _frozen = await databases.externalApi().pause();
    expect(await api.send("GET", "/health")).toMatchObject(away);
  }
  {
    await using _outage = await databases.externalApi().kill();
    expect(await api.send("GET", "/health")).toMatchObject(away);
    expect(await api.send("GET", "/health/ready")).toMatchObject({ status: 200 });
    expect(await api.send("GET", "/api/bonds")).toMatchObject({ status: 200 });
  }
  await reaches(api, "GET", "/health", 200);
});

test("migrations run in an empty database, and make up for a start that failed", async () => {
  await using fresh = await freshDatabases({ empty: true });
  const outage = await databases.postgres().kill();
  await using api = await openApi("error", fresh);
  expect(await api.send("GET", "/health/ready")).toMatchObject({ status: 503 });
  await outage[Symbol.asyncDispose]();
  await reaches(api, "GET", "/health/ready", 200);
  expect(await api.send("GET", "/api/bonds?limit=1")).toMatchObject({ body: { bonds: [{ id: 10 }] } });
});
