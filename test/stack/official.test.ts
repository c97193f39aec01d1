import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkOfficially } from "../../sandbox/drill/play/check-officially.ts";
import type { Drill } from "../../sandbox/drill/drill.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { makePlan } from "../../sandbox/drill/plan/make-plan.ts";
import type { FiredrillError } from "../../sandbox/errors.ts";
import type { Phase } from "../../sandbox/prove/ideal.ts";
import { predict } from "../../sandbox/prove/predict.ts";
import type { Prediction } from "../../sandbox/prove/predict.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { prepareFor } from "../helpers/drills.ts";
import { fixturesDirectory, projectFixtures } from "../helpers/fixtures.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";
import type { TestRuntime } from "../helpers/runtimes.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

for (const runtime of runtimes) {
  const name = `promtool and amtool on the ${runtime.kind} runtime`;
  if (runtime.missing === undefined) {
    describe(name, () => {
      official(runtime);
    });
  } else test.skip(`${name}: ${runtime.missing}`, () => {});
}

const errors: Drill = {
  name: "errors",
  title: "Errors",
  alert: "HighErrorRate",
  load: "steady",
  fault: { kind: "http-error", ratio: 0.2 },
  expect: { others: "none" },
};
const minutes = 60_000;

function official({ kind, open }: TestRuntime): void {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
    await prepareFor(runtime);
  }, 180_000);
  afterAll(() => runtime[Symbol.asyncDispose]());

  /** What promtool makes of the project's own rules, or of others. */
  const predicted = async (
    fault: Drill["fault"],
    phases?: Phase[],
    rules?: string,
    alert = "HighErrorRate",
  ): Promise<Prediction> => {
    const drill = fault ? { ...errors, alert, fault } : errors;
    const { ideal } = makePlan(drill, await readFixtures(projectFixtures), "auto", runtime.kind);
    if ("why" in ideal) throw new Error(ideal.why);
    const ruleFiles = rules === undefined ? ideal.ruleFiles : { "rules.yml": rules };
    return predict({ ...ideal, ruleFiles, ...(phases ? { phases } : {}) }, (args, files) =>
      runtime.run(promtool(), args, files),
    );
  };

  describe("a prediction", () => {
    test("of one request in five: 75 s to fill the window past 5 %, `for`, the group's wait, the windows' emptying", async () => {
      expect(await predicted({ kind: "http-error", ratio: 0.2 })).toEqual({
        pending: 75,
        firing: 375,
        delivered: 405,
        resolved: 225,
        notice: 300,
      });
    });

    test("of rules that promtool does not take is an error with what it says", async () => {
      await expect(
        predicted(undefined, undefined, "groups: [{ name: g, rules: [{ alert: A, expr: 'sum(' }] }]"),
      ).rejects.toMatchObject({
        code: "service-failed",
        message: expect.stringContaining("promtool could not evaluate the ideal signal of HighErrorRate"),
      });
    });
  });

  describe("the project's own programs are asked", () => {
    test("about the configuration, and have nothing to say about the project's", async () => {
      await checkOfficially(await readFixtures(projectFixtures), {}, runtime, undefined);
    });

    test("and what they say is told with its place, of all files at once", async () => {
      const directory = await fixturesDirectory({
        "prometheus/rules/bailbondpro.yml":
          "groups:\n  - name: g\n    rules:\n      - alert: HighErrorRate\n        expr: up == 0\n        annotations:\n          summary: '{{ .Nope'\n" +
          "      - alert: LowAvailability\n        expr: up == 0\n",
        "alertmanager/alertmanager.yml":
          "route: { receiver: slack }\nreceivers:\n  - name: slack\n    slack_configs:\n      - { chanel: '#alerts', api_url: 'http://slack.example' }\n" +
          "  - name: email\n  - name: pagerduty\n",
      });
      // The project's own drills are of its own rules.
      await rm(`${directory}/drills`, { recursive: true });
      const fixtures = await readFixtures(directory);
      const error = await checkOfficially(fixtures, {}, runtime, undefined).then(
        () => undefined,
        (reason: FiredrillError) => reason,
      );
      const told = error?.problems.map(
        ({ file, line, message }) => `${file.slice(file.lastIndexOf("/") + 1)}:${line}: ${message}`,
      );
      expect(told).toEqual([
        expect.stringMatching(/^alertmanager.yml:5: .*chanel/),
        expect.stringMatching(/^bailbondpro.yml:7: annotation "summary": template: .*unclosed action/),
      ]);
    });
  });

  // What it makes of a signal is the same wherever it runs.
  if (kind !== "process") return;

  describe("a prediction, on whichever runtime", () => {
    test("of a fault below the threshold is that it never fires", async () => {
      expect(await predicted({ kind: "http-error", ratio: 0.04 })).toEqual({
        pending: null,
        firing: null,
        delivered: null,
        resolved: null,
        notice: null,
      });
    });

    test("of three minutes of errors is that it fires after they are over; of two, that it only gets pending", async () => {
      const fault = { kind: "http-error", ratio: 0.2 } as const;
      expect(await predicted(fault, [{ ms: 3 * minutes, fault: true }])).toMatchObject({ pending: 75, firing: 375 });
      expect(await predicted(fault, [{ ms: 2 * minutes, fault: true }])).toMatchObject({ pending: 75, firing: null });
    });

    test("of a fault that comes and goes counts what stays in the window", async () => {
      const on = { ms: 30_000, fault: true };
      const fault = { kind: "http-error", ratio: 0.4 } as const;
      const often = Array.from({ length: 12 }, () => [on, { ms: 30_000, fault: false }]).flat();
      expect((await predicted(fault, often)).firing).toBeGreaterThan(300);
      const seldom = [on, { ms: 10 * minutes, fault: false }, on];
      expect(await predicted(fault, seldom)).toMatchObject({ firing: null });
    });

    test.each([
      ["HighResponseTime", { kind: "latency", ms: 1500, ratio: 0.2 }, 300],
      ["HighMemoryUsage", { kind: "memory", share: 0.9 }, 600],
      ["DatabaseConnectionsHigh", { kind: "pool", share: 0.9 }, 300],
      ["TrafficDropped", { kind: "traffic", share: 0.005 }, 300],
    ] as const)(
      "of %s is that its own fault fires it, no sooner than its `for` after the onset",
      async (alert, fault, hold) => {
        const { pending, firing, resolved } = await predicted(fault, undefined, undefined, alert);
        expect(pending).toBeGreaterThanOrEqual(0);
        expect(firing).toBe((pending ?? 0) + hold);
        expect(resolved).toBeGreaterThanOrEqual(0);
      },
    );

    test.each([
      ["HighResponseTime", { kind: "latency", ms: 1500, ratio: 0.04 }],
      ["HighResponseTime", { kind: "latency", ms: 900 }],
      ["HighMemoryUsage", { kind: "memory", share: 0.84 }],
      ["DatabaseConnectionsHigh", { kind: "pool", share: 0.8 }],
      ["TrafficDropped", { kind: "traffic", share: 0.02 }],
    ] as const)("of %s is that just too little of it never does: %o", async (alert, fault) => {
      expect(await predicted(fault, undefined, undefined, alert)).toMatchObject({ pending: null, firing: null });
    });

    test("of an alert without `for` is that it is pending from when it fires", async () => {
      const now =
        "groups: [{ name: g, rules: [{ alert: HighErrorRate, expr: 'sum(rate(http_requests_total{status_code=\"500\"}[5m])) > 1' }] }]";
      const { pending, firing } = await predicted(undefined, undefined, now);
      expect(pending).toBe(firing);
      expect(firing).toBeGreaterThan(0);
    });

    test("begins with full windows: what a rate is of its first two samples pends nothing, what fires all the while does", async () => {
      const rules = (expr: string): string =>
        `groups: [{ name: g, rules: [{ alert: HighErrorRate, for: 1m, expr: '${expr}' }] }]`;
      const few = await predicted(undefined, undefined, rules("sum(rate(http_requests_total[5m])) < 1"));
      expect(few).toMatchObject({ pending: null, firing: null });
      const always = await predicted(undefined, undefined, rules("sum(rate(http_requests_total[5m])) > 1"));
      expect(always.pending).toBeLessThan(0);
      expect(always.firing).toBeLessThan(0);
    });
  });
}
