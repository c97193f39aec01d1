import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { parse } from "yaml";
import { deliveries } from "../../sandbox/observe/inbox.ts";
import { wordsOf } from "../../sandbox/observe/words.ts";
import { alertmanager } from "../../sandbox/services/alertmanager.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { until } from "../../sandbox/wait.ts";
import { processStack } from "../helpers/process-stack.ts";

const routes = readFileSync(new URL("../../fixtures/alertmanager/alertmanager.yml", import.meta.url), "utf8");
const project = parse(routes) as Record<string, unknown>;
const { inhibit_rules: _, ...uninhibited } = project;

/** An alert as Prometheus posts it; its summary says of which job it is. */
const firing = (alertname: string, job: string): object => ({
  labels: { alertname, job, severity: "critical" },
  annotations: { summary: `${alertname} of ${job}` },
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
});

for (const [name, config, held] of [
  ["the project's routes", project, true],
  ["twin: without inhibit_rules", uninhibited, false],
] as const) {
  const caught = inbox();
  const manager = alertmanager({ run: { config, factor: 120, inbox: caught } });
  const { runs, urlOf } = await processStack([caught, manager], held ? "inhibition" : "no-inhibition");

  const post = async (...alerts: readonly object[]): Promise<void> => {
    const url = new URL("/api/v2/alerts", urlOf(manager, "http"));
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body: JSON.stringify(alerts) })).status).toBe(200);
  };
  /** All that Slack was told by the time that it was told of one thing. */
  const toldOnce = (about: string): Promise<readonly string[]> =>
    until(
      async () => {
        const all = await deliveries(urlOf(caught, "http"));
        const told = all.flatMap(({ kind, body }) => (kind === "slack" ? (wordsOf(kind, body)?.text ?? []) : []));
        return told.some((text) => text.includes(about)) ? { seen: told } : { missing: `nobody told of ${about}` };
      },
      { what: `a notification of ${about}`, withinMs: 20_000 },
    );

  runs(`${name}: a service that is down ${held ? "silences" : "does not silence"} its own errors`, async () => {
    await post(firing("LowAvailability", "api"));
    await toldOnce("LowAvailability of api");
    await post(firing("HighErrorRate", "api"));
    await post(firing("HighErrorRate", "another"));
    await toldOnce("HighErrorRate of another");
    // Posted once the others were told of: whatever was to be told before was told by now.
    await post(firing("Last", "api"));
    const told = await toldOnce("Last of api");
    expect(told.some((text) => text.includes("HighErrorRate of api"))).toBe(!held);
  });
}
