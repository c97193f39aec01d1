import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { api } from "../../../sandbox/services/api.ts";
import { composeFile } from "../../../sandbox/services/compose.ts";
import { monitoringCompose } from "../../../sandbox/services/monitoring-compose.ts";
import { postgres } from "../../../sandbox/services/postgres.ts";
import type { YamlMap } from "../../../sandbox/services/yaml-value.ts";
import { imageOf } from "../../../sandbox/stack/versions.ts";

const top = path.join(import.meta.dirname, "../../..");
const file = (name: string) => readFileSync(path.join(top, name), "utf8");
const production = parse(file("fixtures/alertmanager/alertmanager.yml")) as YamlMap;

interface Compose {
  readonly services: Readonly<Record<string, YamlMap & { readonly ports?: readonly string[] }>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}
const written = (): Compose => parse(monitoringCompose(production)) as Compose;

afterEach(() => vi.unstubAllEnvs());

test("the committed file is what the services give; if not, npm run compose writes it", () => {
  expect(file("docker-compose.monitoring.yml")).toBe(monitoringCompose(production));
  // The twin: another waiting time in production is a drift.
  expect(file("docker-compose.monitoring.yml")).not.toBe(
    monitoringCompose({ ...production, route: { group_wait: "1s" } }),
  );
});

test("images are the pinned ones, whatever the environment replaces", () => {
  vi.stubEnv("FIREDRILL_IMAGE_PROMETHEUS", "local/prometheus:1");
  expect(written().services["prometheus"]?.["image"]).toBe(imageOf("prometheus", undefined, {}));
  expect(imageOf("prometheus")).toBe("local/prometheus:1");
});

test("the guide's ports are published, on loopback only, and no other", () => {
  const ports = Object.entries(written().services).flatMap(([name, { ports: published }]) =>
    published ? [[name, published] as const] : [],
  );
  expect(Object.fromEntries(ports)).toEqual({
    prometheus: ["127.0.0.1:9090:9090"],
    alertmanager: ["127.0.0.1:9093:9093"],
    grafana: ["127.0.0.1:3001:3001"],
    "node-exporter": ["127.0.0.1:9100:9100"],
    api: ["127.0.0.1:3000:3000"],
    inbox: ["127.0.0.1:8026:8026"],
  });
});

test("the control port is opened only to those who have its token", () => {
  const environment = (options: Parameters<typeof api>[0]) =>
    composeFile([{ service: api(options), comment: "", publish: [], memory: "1m" }], "");
  expect(environment({})).not.toContain("API_CONTROL");
  expect(environment({ controlToken: "t" })).toContain("API_CONTROL_TOKEN: t");
});

test("every service is checked, bounded and confined, and mounts nothing that it could write to", () => {
  for (const service of Object.values(written().services)) {
    expect(service).toMatchObject({
      healthcheck: { interval: "2s" },
      mem_limit: expect.stringMatching(/^\d+m$/) as string,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
    });
    const binds = ((service["volumes"] ?? []) as string[]).filter((volume) => volume.startsWith("./"));
    for (const bind of binds) expect(bind).toMatch(/:ro$/);
  }
  expect(written().services["prometheus"]?.["volumes"]).toContain(
    "./fixtures/prometheus/rules:/etc/prometheus/rules:ro",
  );
});

test("the API waits for the databases that it needs, and finds what it depends on by name", () => {
  const { api: ours, postgres: database, redis } = written().services;
  expect(ours).toMatchObject({
    depends_on: { postgres: { condition: "service_healthy" }, redis: { condition: "service_healthy" } },
    environment: {
      DATABASE_URL: "postgres://firedrill:firedrill@postgres:5432/bailbondpro",
      REDIS_URL: "redis://redis:6379",
      EXTERNAL_API_URL: "http://external-api:8080",
    },
    volumes: ["./sandbox/apps/api/migrations:/etc/api/migrations:ro"],
  });
  expect(database?.["healthcheck"]).toMatchObject({ test: expect.arrayContaining(["pg_isready"]) as unknown });
  expect(redis?.["healthcheck"]).toMatchObject({ test: ["CMD", "redis-cli", "ping"] });
});

test("a file that is mounted is not written inline as well; one that is not mounted is", () => {
  const database = postgres();
  const composed = (mounts: Readonly<Record<string, string>>) =>
    composeFile([{ service: api({ postgres: database }), comment: "", publish: [], memory: "1m", mounts }], "");
  expect(composed({ "/etc/api/migrations": "migrations" })).not.toContain("create table");
  expect(composed({})).toContain("create table");
});

test("Alertmanager reaches the inbox and nothing else, in production's time", () => {
  const config = parse(Object.values(written().configs)[0]?.content ?? "") as YamlMap;
  expect(config["route"]).toMatchObject({ group_wait: "30s", group_interval: "5m", repeat_interval: "4h" });
  const urls = JSON.stringify(config["receivers"]).match(/https?:\/\/[^/"]+/g);
  expect(new Set(urls)).toEqual(new Set(["http://inbox:8026"]));
  expect(JSON.stringify(production)).toContain("smtp.bailbondpro.example:587");
  expect(JSON.stringify(config)).not.toContain("smtp.bailbondpro.example");
});

test("a dollar sign stays one: compose replaces nothing in what is written inline", () => {
  const receivers = [{ name: "r", slack_configs: [{ text: "{{ $x := 1 }}${HOME}" }] }];
  const text = monitoringCompose({ route: { receiver: "r" }, receivers });
  expect(text).toContain("{{ $$x := 1 }}$${HOME}");
});

test("the apps' image is the pinned Node unless another is asked for", () => {
  expect(file("sandbox/apps/Dockerfile")).toContain(`ARG NODE_IMAGE=${imageOf("node", undefined, {})}\n`);
});
