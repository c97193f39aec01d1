import { expect, test } from "vitest";
import type { Drill } from "../../../sandbox/drill/drill.ts";
import { readFixtures } from "../../../sandbox/drill/read/fixtures.ts";
import type { Fixtures } from "../../../sandbox/drill/read/fixtures.ts";
import { makePlan } from "../../../sandbox/drill/plan/make-plan.ts";
import { planAll } from "../../../sandbox/drill/plan/plan-all.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { projectFixtures } from "../../helpers/fixtures.ts";

const fixtures = await readFixtures(projectFixtures);
const drillOf = (name: string): Drill => {
  const found = fixtures.drills.find(({ drill }) => drill.name === name);
  if (!found) throw new Error(`no drill ${name}`);
  return found.drill;
};
const errors = drillOf("high-error-rate");
const withRules = (rules: string): Fixtures => ({
  ...fixtures,
  rules: [readRuleFile("rules.yml", `groups:\n  - name: g\n    rules:\n${rules}`)],
});
const alert = (name: string, expr: string, more = ""): string => `      - { alert: ${name}, expr: '${expr}'${more} }\n`;

test("a plan says how fast, what is loaded and what must be there", () => {
  const plan = makePlan(errors, fixtures, "auto", "process");
  expect(plan).toMatchObject({
    factor: 120,
    timing: {
      scrapeMs: 30_000,
      evaluationMs: 15_000,
      groupWaitMs: 30_000,
      groupIntervalMs: 300_000,
      windowMs: 300_000,
      events: { windowMs: 300_000, share: 0.05 },
    },
    holdMs: 300_000,
    watched: [
      "HighErrorRate",
      "HighResponseTime",
      "LowAvailability",
      "HighMemoryUsage",
      "DatabaseConnectionsHigh",
      "TrafficDropped",
    ],
    notWatched: ["AvailabilityBudgetBurn", "LatencyBudgetBurn", "ErrorsBudgetBurn"],
    metrics: [
      "http_requests_total",
      "http_request_duration_seconds_bucket",
      "up",
      "memory_usage_percent",
      "db_connections_active",
      "db_connections_max",
    ],
    evaluationMs: { bailbondpro: 15_000 },
    surroundings: { requestsPerSecond: 100 },
    notes: [],
  });
  expect(plan.scrapeMs).toEqual({
    "bailbondpro-api": 30_000,
    "node-exporter": 15_000,
  });
  expect(plan.reads).toEqual([
    { rule: "HighErrorRate", metric: "http_requests_total", labels: ["status_code"] },
    { rule: "HighErrorRate", metric: "http_requests_total", labels: [] },
  ]);
  expect(plan.rules["rules-0.yml"]).toMatch(/\[2s500ms\][^]*for: 2s500ms/);
});

test("the ideal signal goes through the original rules, those under test alone", () => {
  const { ideal } = makePlan(errors, fixtures, "auto", "process");
  if ("why" in ideal) throw new Error(ideal.why);
  const [text = ""] = Object.values(ideal.ruleFiles);
  expect(text).toMatch(/\[5m\][^]*for: 5m/);
  expect(text).toContain("HighErrorRate");
  expect(text).not.toContain("LowAvailability");
  expect(ideal).toMatchObject({ alert: "HighErrorRate", windowMs: 300_000, holdMs: 300_000, groupWaitMs: 30_000 });
});

test("why nothing is predicted is said", () => {
  const why = (drill: Partial<Drill>, from = fixtures): unknown =>
    makePlan({ ...errors, ...drill }, from, "auto", "process").ideal;
  const { alert: _, ...noAlert } = errors;
  const { fault: __, ...noFault } = errors;
  expect(makePlan(noAlert, fixtures, "auto", "process").ideal).toEqual({ why: "no alert is under test" });
  expect(makePlan(noFault, fixtures, "auto", "process").ideal).toEqual({ why: "there is no fault" });
  expect(why({ fault: { kind: "http-error", ratio: 0.2, route: "/api/bonds" } })).toEqual({
    why: "the fault http-error says nothing of its ideal signal with these parameters",
  });
  expect(why({ alert: "Disk" }, withRules(alert("Disk", "node_disk_full > 0.9")))).toEqual({
    why: "the fault http-error says nothing of node_disk_full",
  });
});

test("the quickest route to those who should be told gives the waiting times: which is taken hangs on the alert's labels", () => {
  const route = fixtures.alertmanager.route;
  const slow = {
    ...route,
    matchers: [{ label: "severity", op: "=" as const, value: "critical" }],
    receiver: "pagerduty",
    groupWaitMs: 10_000,
    routes: [],
  };
  const other = { ...fixtures, alertmanager: { ...fixtures.alertmanager, route: { ...route, routes: [slow] } } };
  expect(makePlan(errors, other, "auto", "process").timing.groupWaitMs).toBe(10_000);
  const notThis = { ...slow, receiver: "nobody-of-ours" };
  const beside = { ...fixtures, alertmanager: { ...fixtures.alertmanager, route: { ...route, routes: [notThis] } } };
  expect(makePlan(errors, beside, "auto", "process").timing.groupWaitMs).toBe(30_000);
});

test("what is asked to be absent need not be exported", () => {
  const absent = withRules(
    alert("Gone", 'absent(up{job="api"}) and on() rate(http_requests_total{route=~".+"}[5m]) > 1'),
  );
  expect(makePlan({ ...errors, alert: "Gone" }, absent, "auto", "process").reads).toEqual([
    { rule: "Gone", metric: "http_requests_total", labels: ["route"] },
  ]);
});

const unscalable = "sum(http_requests_total) > 1000";

test("an alert under test that can't be scaled is refused with its place; another one is not watched", () => {
  const rules = withRules(alert("Many", unscalable) + alert("HighErrorRate", "rate(http_requests_total[5m]) > 1"));
  expect(() => makePlan({ ...errors, alert: "Many" }, rules, "auto", "process")).toThrow(
    /^rules.yml:4:\d+: .*running total/,
  );
  const plan = makePlan(errors, rules, "auto", "process");
  expect(plan).toMatchObject({ watched: ["HighErrorRate"], notWatched: ["Many"] });
  expect(Object.values(plan.rules).join()).not.toContain("Many");
});

test("a slower fault in a container makes for a lower factor than as a process, where little time is to be spent", () => {
  const down = { ...errors, alert: "LowAvailability", fault: { kind: "down", service: "api", how: "kill" } } as const;
  const brief = withRules(alert("LowAvailability", "up == 0"));
  expect(makePlan(down, brief, "auto", "process").factor).toBe(120);
  expect(makePlan(down, brief, "auto", "container")).toMatchObject({
    factor: 60,
    limitedBy: "a fault that takes 500 ms to be in force",
  });
});

test("several plans tell everything that is wrong with any drill, each thing once", () => {
  const rules = withRules(alert("Many", unscalable) + alert("More", unscalable));
  const drills = ["Many", "More", "Many"].map((name) => ({ ...errors, alert: name }));
  expect(() => planAll(drills, rules, "auto", "process")).toThrow(
    expect.objectContaining({
      code: "input",
      problems: [expect.objectContaining({ line: 4 }), expect.objectContaining({ line: 5 })],
    }),
  );
  expect(() => planAll([errors], fixtures, 240, "process")).toThrow(/--scale 240/);
  expect(planAll([errors, drillOf("low-availability")], fixtures, "auto", "process")).toHaveLength(2);
});

test("a fault whose signal takes long to show is drilled more slowly", () => {
  const slow = (ms: number) => makePlan({ ...errors, fault: { kind: "latency", ms } }, fixtures, "auto", "process");
  expect(slow(1500).factor).toBe(120);
  expect(slow(10_000)).toMatchObject({
    factor: 25,
    limitedBy: "a fault that takes 10010 ms to be in force",
  });
});

test("without an alert a fault may take long to show beside how long it is looked at", () => {
  const { alert: _, ...others } = errors;
  const alone = (watch: "5m" | "20m") =>
    makePlan({ ...others, watch, fault: { kind: "latency", ms: 4990 } }, fixtures, "auto", "process").factor;
  expect(alone("20m")).toBe(120);
  expect(alone("5m")).toBe(60);
});

test("a fault that can't be had in a runtime is refused before anything starts", () => {
  const cut: Drill = { ...errors, fault: { kind: "down", service: "redis", how: "cut" } };
  expect(() => makePlan(cut, fixtures, "auto", "process")).toThrow(/high-error-rate: `how: cut` .* use pause/);
  expect(makePlan(cut, fixtures, "auto", "container").factor).toBeGreaterThan(1);
});

test.each([
  ["HighResponseTime", { kind: "latency", ms: 1500, ratio: 0.2 }],
  ["LowAvailability", { kind: "down", service: "api", how: "kill" }],
  ["HighMemoryUsage", { kind: "memory", share: 0.9 }],
  ["DatabaseConnectionsHigh", { kind: "pool", share: 0.9 }],
  ["TrafficDropped", { kind: "traffic", share: 0.005 }],
] as const)("%s has its own fault predicted", (alertName, fault) => {
  expect(makePlan({ ...errors, alert: alertName, fault }, fixtures, "auto", "process").ideal).not.toHaveProperty("why");
});

test("a fault that only containers have is refused as a process, and no mistake while that is open", () => {
  const cut: Drill = { ...errors, fault: { kind: "down", service: "api", how: "cut" } };
  expect(() => makePlan(cut, fixtures, "auto", "process")).toThrow(/container/);
  expect(() => makePlan(cut, fixtures, "auto", "either")).not.toThrow();
  expect(() => makePlan(cut, fixtures, "auto", "container")).not.toThrow();
});

test("the page of an objective takes the longest of its windows, and virtual time looks at it more coarsely", () => {
  const plan = makePlan(drillOf("errors-fast-burn"), fixtures, "auto", "process");
  expect(plan).toMatchObject({
    factor: 120,
    timing: { windowMs: 21_600_000 },
    budget: { id: "bailbondpro-errors", share: 0.001 },
    ideal: { stepMs: 30_000 },
    notWatched: [
      'AvailabilityBudgetBurn{severity="warning"}',
      'LatencyBudgetBurn{severity="warning"}',
      'ErrorsBudgetBurn{severity="warning"}',
    ],
  });
  expect(plan.watched).toContain('ErrorsBudgetBurn{severity="critical"}');
  // Of its own objective alone, and none of the ticket's windows.
  expect(plan.tested.map(({ name }) => name)).toEqual([
    ...["5m", "1h", "30m", "6h"].map((window) => `slo:sli_error:ratio_rate${window}`),
    "ErrorsBudgetBurn",
  ]);
  expect(Object.values(plan.rules).join()).not.toContain("ratio_rate1d");
});

test("a drill of the guide's loads nothing of the objectives", () => {
  for (const { drill } of fixtures.drills.filter(({ suite }) => suite === "guide")) {
    const { rules, timing } = makePlan(drill, fixtures, "auto", "process");
    expect([drill.name, Object.values(rules).join().includes("slo:")]).toEqual([drill.name, false]);
    expect(timing.windowMs).toBeLessThanOrEqual(300_000);
  }
});
