import { readFileSync } from "node:fs";
import path from "node:path";
import { defineDrill } from "../../sandbox/drill/drill.ts";
import type { Drill } from "../../sandbox/drill/drill.ts";
import type { Case } from "./drills.ts";
import { projectFixtures } from "./fixtures.ts";

const project = (file: string): string => readFileSync(path.join(projectFixtures, file), "utf8");

const rulesFile = "prometheus/rules/bailbondpro.yml";
const routesFile = "alertmanager/alertmanager.yml";
const everybody = ["slack", "email", "pagerduty"];

// Bounds are wide: how fast it is on a busy machine is not what these drills are about.
const errors: Drill = defineDrill({
  name: "errors",
  title: "One request in five fails",
  alert: "HighErrorRate",
  load: "steady",
  fault: { kind: "http-error", ratio: 0.2 },
  expect: { firing: { within: "12m" }, delivered: { to: everybody, within: "13m" }, others: "none" },
});

const outage: Drill = {
  ...errors,
  title: "The API is gone",
  alert: "LowAvailability",
  fault: { kind: "down", service: "api", how: "pause" },
  expect: {
    pending: { within: "10m" },
    firing: { within: "12m" },
    delivered: { to: everybody, within: "13m" },
    resolved: { within: "10m" },
    "resolved-notice": { within: "15m" },
    others: "none",
  },
};

const onBonds = (ratio: number): { kind: "http-error"; ratio: number; route: string } => ({
  kind: "http-error",
  ratio,
  route: "/api/bonds",
});

/** A second alert that the same errors make fire, and that its severity sends to Slack and e-mail. */
const secondAlert = {
  [rulesFile]: `${project(rulesFile)}
      - alert: AnyErrorAtAll
        expr: sum by (job) (rate(http_requests_total{status_code=~"5.."}[5m])) > 0
        for: 1m
        labels: { severity: warning }
`,
};

/** Fires once the API has served five hundred requests: with time alone. */
const busyAlert = {
  "prometheus/signals.yml": "signals:\n  http_requests_total: flow\n  http_request_duration_seconds: event\n",
  [rulesFile]: `groups:
  - name: busy
    rules:
      - alert: Busy
        expr: sum(http_request_duration_seconds_count) > 500
        labels: { severity: info }
      - alert: LowAvailability
        expr: up == 0
`,
};

const quiet: Drill = {
  name: "quiet",
  title: "Nothing happens",
  load: "steady",
  watch: "24m",
  expect: { others: "none" },
};

/**
 * Runs that hold, each the twin of one that does not. Those of errors too short for the alert, of errors on and off, and
 * of nothing that happens are the guide's own drills (../drills/guide.test.ts).
 */
export const held = {
  "paused, and thawed": { drill: outage },
} satisfies Record<string, Case>;

/** What holds of the same run that deviates where one alert is expected. */
export const bothExpected: Drill["expect"] = {
  ...errors.expect,
  others: { firing: ["AnyErrorAtAll"], notified: ["AnyErrorAtAll"] },
};

/** Of these, each is wrong in one thing, and has to be found out with everything running. */
export const deviating = {
  "two alerts, one expected": { drill: errors, changes: secondAlert },
  "too small a fault": {
    drill: { ...errors, fault: onBonds(0.03), expect: { firing: { within: "8m" }, others: "none" } },
  },
  "a receiver missing from the route": {
    drill: errors,
    changes: { [routesFile]: project(routesFile).replace('[severity="critical"]', '[severity="disaster"]') },
  },
  "the guide's rule as written": {
    drill: { ...errors, expect: { firing: { within: "9m" }, others: "none" } },
    changes: {
      [rulesFile]:
        "groups:\n- name: alerts\n  rules:\n  - alert: HighErrorRate\n    expr: error_rate > 0.05\n    for: 5m\n" +
        "    labels: { severity: critical }\n",
    },
  },
  "errors that last": {
    drill: {
      ...errors,
      // Well over what it takes: pending at about two minutes, and the window holds it until about eight.
      fault: { ...onBonds(0.6), lasts: "4m" },
      expect: { firing: "never", others: "none" },
    },
  },
  "not so quiet": { drill: quiet, changes: busyAlert },
} satisfies Record<string, Case>;

/** The load of this one does not use the route that the fault is on. */
export const unseen = {
  "errors on a route that the load does not use": {
    drill: {
      ...errors,
      fault: { ...onBonds(0.4), route: "/api/clients" },
      expect: { firing: { within: "8m" }, others: "none" },
    },
    changes: {
      "load/steady.yml": "title: Only bonds\nrate: 100\nrequests:\n  - { path: /api/bonds }\n",
    },
  },
} satisfies Record<string, Case>;

/** Virtual time alone tells that these can't come true. */
export const impossible = {
  "a bound that nothing could meet": {
    drill: { ...errors, expect: { firing: { within: "6m" }, others: "none" } },
  },
  "a fault below the threshold": {
    drill: { ...errors, fault: { kind: "http-error", ratio: 0.02 } },
  },
  "errors off for too long": {
    drill: {
      ...errors,
      fault: { kind: "http-error", ratio: 0.4, repeat: { on: "20s", off: "10m", times: 2 } },
    },
  },
  "a pause that should not be noticed": {
    drill: { ...outage, expect: { firing: "never", others: "none" } },
  },
} satisfies Record<string, Case>;

/** Where it runs makes no difference to the others: they are drilled once. */
export const inContainers: readonly string[] = [
  "paused, and thawed",
  "two alerts, one expected",
  "the guide's rule as written",
  "a bound that nothing could meet",
];
