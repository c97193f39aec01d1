import { expect } from "vitest";
import { alertmanager } from "../../sandbox/services/alertmanager.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { until } from "../../sandbox/wait.ts";
import { processStack } from "../helpers/process-stack.ts";

/** Production as a user may have it: every kind, none of which leads to the inbox by itself. */
const outside = "http://nobody.invalid/secret-path";
const receiver = "on call/ü {{ x }}";
const config = {
  global: { smtp_from: "alerts@bailbondpro.example", smtp_smarthost: "nobody.invalid:25" },
  templates: ["/etc/alertmanager/own.tmpl"],
  route: { receiver, group_by: ["alertname"], group_wait: "30s", group_interval: "5m" },
  receivers: [
    {
      name: receiver,
      slack_configs: [{ api_url: outside, send_resolved: true, title: '{{ template "own.title" . }}' }],
      email_configs: [
        { to: "oncall@bailbondpro.example", headers: { Subject: "About {{ .CommonLabels.alertname }}" } },
      ],
      pagerduty_configs: [{ service_key: "secret-key", url: outside, details: { team: { name: "core" } } }],
      webhook_configs: [{ url: outside, http_config: { proxy_url: outside } }],
      opsgenie_configs: [{ api_key: "secret-key", api_url: outside }],
      msteamsv2_configs: [{ webhook_url: outside, send_resolved: false }],
    },
  ],
};
const caught = inbox();
const templates = { "own.tmpl": '{{ define "own.title" }}own title{{ end }}' };
const manager = alertmanager({ run: { config, factor: 120, inbox: caught, templates } });

interface Delivery {
  readonly kind: string;
  readonly receiver: string;
  readonly alerts: readonly { readonly alert: string; readonly status: string; readonly fingerprint: string }[];
  readonly body: unknown;
  readonly note?: string;
}

const { runs, urlOf } = await processStack([caught, manager], "notifications");

/** As Prometheus does: firing while `endsAt` is ahead, resolved once it is past. */
async function tell(alertname: string, endsAt: number): Promise<void> {
  const startsAt = new Date(endsAt - 3_600_000).toISOString();
  const alert = { labels: { alertname, job: "api" }, startsAt, endsAt: new Date(endsAt).toISOString() };
  const url = new URL("/api/v2/alerts", urlOf(manager, "http"));
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify([alert]) });
  expect(answer.status).toBe(200);
}

async function deliveries(alertname: string): Promise<readonly Delivery[]> {
  const answer = await fetch(new URL("/deliveries", urlOf(caught, "http")));
  const { deliveries: all } = (await answer.json()) as { readonly deliveries: readonly Delivery[] };
  return all.filter(({ alerts }) => alerts.some(({ alert }) => alert === alertname));
}

function deliveredAs(alertname: string, status: string, count: number): Promise<readonly Delivery[]> {
  return until(
    async () => {
      const seen = (await deliveries(alertname)).filter(({ alerts }) => alerts.every((one) => one.status === status));
      return seen.length >= count ? { seen } : { missing: `${seen.length} of ${count} deliveries came` };
    },
    { what: `${count} notifications that ${alertname} is ${status}`, withinMs: 20_000 },
  );
}

runs("every kind arrives, for the receiver it was meant for, and says which alert it is about", async () => {
  const alertname = "Disk full: 90%/ü";
  await tell(alertname, Date.now() + 3_600_000);
  const firing = await deliveredAs(alertname, "firing", 6);
  expect(firing.map(({ kind }) => kind).toSorted()).toEqual([
    "email",
    "pagerduty",
    "slack",
    "webhook",
    "webhook",
    "webhook",
  ]);
  for (const delivery of firing) {
    expect(delivery.note).toBeUndefined();
    expect(delivery.receiver).toBe(receiver);
    expect(delivery.alerts).toEqual([
      { alert: alertname, status: "firing", fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    ]);
  }
  const body = (kind: string) => JSON.stringify(firing.find((one) => one.kind === kind)?.body);
  expect(body("slack")).toContain("own title");
  expect(body("email")).toContain("About Disk full");
  expect(body("pagerduty")).toContain('"team":{"name":"core"}');
});

runs("resolved is said by those kinds that say it in production, and by no other", async () => {
  await tell("Brief", Date.now() + 3_600_000);
  await deliveredAs("Brief", "firing", 6);
  await tell("Brief", Date.now() - 1000);
  // Slack asked for it; PagerDuty, the webhook and Opsgenie do it unasked; e-mail does not, Teams was told not to.
  const resolved = await deliveredAs("Brief", "resolved", 4);
  expect(resolved.map(({ kind }) => kind).toSorted()).toEqual(["pagerduty", "slack", "webhook", "webhook"]);
});

runs("what runs knows no address, key or host of production's; what production wrote does", async () => {
  const answer = await fetch(new URL("/api/v2/status", urlOf(manager, "http")));
  const { config: running } = (await answer.json()) as { readonly config: { readonly original: string } };
  expect(running.original).toContain("slack_configs");
  expect(running.original).not.toMatch(/nobody\.invalid|secret-/);
  const { files = {} } = manager.launch({
    listen: () => "127.0.0.1:1",
    peer: () => "127.0.0.1:2",
    path: (name) => name,
    data: (name) => name,
  });
  expect(files["alertmanager.yml"]).not.toMatch(/nobody\.invalid|secret-/);
  expect(JSON.stringify(config)).toMatch(/nobody\.invalid.*secret-/);
});
