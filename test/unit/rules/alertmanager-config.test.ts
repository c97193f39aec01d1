import { describe, expect, it } from "vitest";
import { readAlertmanagerConfig, routeOf, routesOf } from "../../../sandbox/rules/alertmanager-config.ts";

const good = `global: { resolve_timeout: 5m }
route:
  receiver: chat
  group_by: [alertname]
  group_wait: 30s
  routes:
    - receiver: page
      matchers: [severity="critical", 'team!="test"']
      continue: true
      group_wait: 10s
      routes:
        - matchers: ['team=~"db|cache"']
          receiver: database
    - match: { severity: critical }
      receiver: mail
      mute_time_intervals: [night]
    - match_re: { severity: "warn.*" }
      receiver: mail
    - matchers: ['{odd="a,b", other!~"x.*"}']
      receiver: page
receivers:
  - name: chat
    slack_configs: [{ channel: "#a" }]
  - name: mail
    email_configs: [{ to: a@b.example }]
  - name: page
    pagerduty_configs: [{ routing_key_file: /k }]
    webhook_configs: [{ url_file: /u }]
  - name: database
    carrierpigeon_configs: [{ loft: 3 }]
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_match: { severity: warning }
    equal: [job]
time_intervals:
  - name: night
    time_intervals: [{ times: [{ start_time: "22:00", end_time: "24:00" }] }]
`;
const { config, problems } = readAlertmanagerConfig("f.yml", good);

describe("an alertmanager.yml", () => {
  it("is read with Alertmanager's defaults, which routes inherit", () => {
    expect(problems).toEqual([]);
    expect(config?.route).toMatchObject({
      receiver: "chat",
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      repeatIntervalMs: 14_400_000,
    });
    expect(config?.route.routes[0]?.routes[0]).toMatchObject({
      receiver: "database",
      groupWaitMs: 10_000,
      groupBy: ["alertname"],
    });
    expect(config?.receivers.map(({ name, integrations }) => [name, ...integrations.map(({ kind }) => kind)])).toEqual([
      ["chat", "slack"],
      ["mail", "email"],
      ["page", "pagerduty", "webhook"],
      ["database", "carrierpigeon"],
    ]);
    expect(config?.inhibitRules).toEqual([
      {
        source: [{ label: "severity", op: "=", value: "critical" }],
        target: [{ label: "severity", op: "=", value: "warning" }],
        equal: ["job"],
      },
    ]);
    expect([...(config?.timeIntervals.keys() ?? [])]).toEqual(["night"]);
  });

  it.each([
    ["receiver: database\n", "receiver: databse\n", "13:21: there is no receiver `databse`; did you mean `database`?"],
    ["- name: mail", "- name: chat", "24:11: a receiver `chat` stands above already; give this one another name"],
    ["  receiver: chat\n", "", "2:1: the root route needs a receiver: it takes every alert that no other route takes"],
    [
      "  group_by: [alertname]",
      "  continue: true",
      "4:3: the root route takes every alert and can't have `continue`; remove it, or move it to a route below",
    ],
    ["group_wait: 10s", "group_wait: soon", "10:19: expected a duration such as 5m, got `soon`"],
    ["group_wait: 10s", "group_weight: 10s", "10:7: unknown key `group_weight`; did you mean `group_wait`?"],
    ["slack_configs", "slak_configs", "23:5: unknown key `slak_configs`; did you mean `slack_configs`?"],
    ["equal: [job]", "equals: [job]", "34:5: unknown key `equals`; did you mean `equal`?"],
    [
      '[severity="critical", \'team',
      "[severity, 'team",
      '8:18: `severity` is not a matcher; expected a label, one of = != =~ !~ and a value, such as severity="critical"',
    ],
    ["db|cache", "db|(", "12:22: the regular expression `db|(` has a `(` that is not closed"],
    [
      "db|cache",
      "(?!db).*",
      "12:22: the regular expression `(?!db).*` looks ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)",
    ],
    ["warn.*", "*warn", "17:29: the regular expression `*warn` has nothing before `*` that could be repeated"],
    ["[night]", "[nihgt]", "16:29: there is no time interval `nihgt`; did you mean `night`?"],
    ["resolve_timeout: 5m", "resolve_timeout: 5", "1:28: expected a duration such as 5m, got `5`"],
  ])("with %j made %j is wrong, and it is said where", (from, to, problem) => {
    const read = readAlertmanagerConfig("f.yml", good.replace(from, to));
    expect(read.problems.map(({ line, column, message }) => `${line}:${column}: ${message}`)).toContain(problem);
    expect(read.config).toBeUndefined();
  });

  it("that is empty has no route", () => {
    expect(readAlertmanagerConfig("f.yml", "").problems).toHaveLength(1);
  });
});

describe("an alert's way", () => {
  const reached = (labels: Record<string, string>) => config && routeOf(config, labels);

  it.each([
    [{ severity: "critical" }, ["page", "mail"]],
    [{ severity: "critical", team: "db" }, ["database", "mail"]],
    [{ severity: "critical", team: "test" }, ["mail"]],
    [{ severity: "warning" }, ["mail"]],
    [{ severity: "a warning" }, ["chat"]],
    [{ odd: "a,b" }, ["page"]],
    [{ odd: "a,b", other: "xy" }, ["chat"]],
    [{}, ["chat"]],
  ])("with %j leads to %j", (labels, receivers) => {
    expect(reached(labels)).toEqual(receivers);
  });

  it("has the timing of the routes that it takes", () => {
    expect(config && routesOf(config, { severity: "critical" }).map(({ groupWaitMs }) => groupWaitMs)).toEqual([
      10_000, 30_000,
    ]);
  });
});
