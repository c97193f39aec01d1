import { expect, test } from "vitest";
import { readSettings } from "../../../sandbox/apps/api/settings.ts";
import { FiredrillError } from "../../../sandbox/errors.ts";
import { finder } from "../../../sandbox/stack/binaries/finder.ts";
import { runToEnd } from "../../../sandbox/stack/process/to-end.ts";
import { until } from "../../../sandbox/wait.ts";
import { databaseTest } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

/** What promtool has against names that are the guide's, and stay. */
const guides = [
  'bond_processing_time_minutes use base unit "seconds" instead of "minutes"',
  'bonds_active_count non-histogram and non-summary metrics should not have "_count" suffix',
  'revenue_generated_dollars counter metrics should have "_total" suffix',
];

const promtool = await finder(process.env)
  .find({ binary: "promtool" })
  .catch((error: unknown) => {
    if (error instanceof FiredrillError && error.code === "program-missing") return undefined;
    throw error;
  });

/** Each business metric has a series then. */
async function happen(api: Awaited<ReturnType<typeof openApi>>): Promise<void> {
  await api.send("POST", "/api/bonds", { clientId: 1, amount: 5000, bondType: "cash", agentId: "agent-2" });
  await api.send("POST", "/api/payments", { bondId: 11, amount: 70, method: "wire" });
}

/** What `promtool check metrics` finds, line by line. */
async function findings(exposition: string): Promise<readonly string[]> {
  const around = { env: {}, cwd: ".", input: exposition };
  const { exitCode, output } = await runToEnd([promtool?.path ?? "", "check", "metrics"], around);
  const lines = output.split("\n").filter(Boolean);
  expect(exitCode === 0).toBe(lines.length === 0);
  return lines.toSorted();
}

(promtool ? databaseTest : databaseTest.skip)("promtool finds nothing but names that the guide gave", async () => {
  await using api = await openApi();
  await happen(api);
  expect(await findings(await (await api.get("/metrics")).text())).toEqual(guides);
});

test.skipIf(!promtool)("promtool does find what breaks a convention", async () => {
  const broken = "# TYPE requests counter\nrequests 1\n";
  expect(await findings(broken)).toEqual(expect.arrayContaining([expect.stringContaining("requests")]));
});

databaseTest("all metrics of the guide are there after each has happened once", async () => {
  await using api = await openApi();
  await happen(api);
  await api.get("/metrics");
  const names = async (name: string) => (await api.metric(name)).map((line) => line.replace(/ \S+$/, ""));
  const seen = await until(
    async () => {
      const [active] = await api.metric("bonds_active_count");
      return active?.endsWith(" 10") ? { seen: active } : { missing: String(active) };
    },
    { what: "the active bonds to be counted", withinMs: 10_000 },
  );
  expect(seen).toBe("bonds_active_count 10");
  expect(await api.metric("clients_active")).toEqual(["clients_active 3"]);
  expect(await names("bonds_created_total")).toEqual(['bonds_created_total{bond_type="cash",agent_id="agent-2"}']);
  expect(await names("bond_amount_dollars_bucket")).toContain('bond_amount_dollars_bucket{le="5000"}');
  expect(await names("revenue_generated_dollars")).toEqual([
    'revenue_generated_dollars{source="premium",agent_id="agent-2"}',
  ]);
  expect(await names("db_query_duration_seconds_count")).toContain(
    'db_query_duration_seconds_count{query_type="insert",table="payments"}',
  );
  const single = ["db_connections_active", "db_connections_idle", "db_connections_waiting", "db_connections_max"];
  for (const name of [...single, "cpu_usage_percent", "memory_usage_percent"])
    expect(await names(name)).toEqual([name]);
  expect(await names("memory_usage_bytes")).toContain('memory_usage_bytes{type="rss"}');
  expect(await names("disk_usage_bytes")).toEqual(['disk_usage_bytes{mount_point="/"}']);
});

databaseTest("the percentage of memory is resident bytes of the stated limit", async () => {
  await using api = await openApi();
  const value = async (name: string, labels = "") =>
    Number(
      (await api.metric(name))
        .find((line) => line.includes(labels))
        ?.split(" ")
        .at(-1),
    );
  const [percent, rss] = [await value("memory_usage_percent"), await value("memory_usage_bytes", 'type="rss"')];
  expect(percent / 100).toBeCloseTo(rss / readSettings({}).memoryLimitBytes, 1);
});

databaseTest("agents that nobody has add no series", async () => {
  await using api = await openApi();
  const bond = { clientId: 1, amount: 5000, bondType: "cash" };
  for (const agentId of ["agent-90", "agent-91"])
    expect(await api.send("POST", "/api/bonds", { ...bond, agentId })).toMatchObject({ status: 422 });
  expect(await api.metric("bonds_created_total")).toEqual([]);
});
