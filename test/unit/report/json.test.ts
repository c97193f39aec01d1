import { expect, test } from "vitest";
import { z } from "zod";
import { drillReport } from "../../../sandbox/report/json.ts";
import { deviated, held, hopeless, inconclusive } from "./verdicts.ts";

const outcome = z.enum(["held", "deviated", "inconclusive"]);
const seconds = z.number().nullable();
const schema = z.strictObject({
  schema: z.literal(1),
  outcome,
  runtime: z.enum(["container", "process"]),
  seconds: z.number(),
  drills: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      alert: z.string().nullable(),
      rule: z.strictObject({ file: z.string(), line: z.number(), column: z.number() }).nullable(),
      outcome,
      factor: z.number(),
      seconds: z.number(),
      findings: z.array(z.strictObject({ what: z.string(), outcome, observed: z.string() })),
      timeline: z.strictObject({
        fault: seconds,
        lifted: seconds,
        pending: seconds,
        firing: seconds,
        resolved: seconds,
        others: z.array(z.strictObject({ alert: z.string(), pending: seconds, firing: z.number(), resolved: seconds })),
        deliveries: z.array(
          z.strictObject({
            receiver: z.string(),
            status: z.enum(["firing", "resolved"]),
            at: z.number(),
            alert: z.string(),
          }),
        ),
      }),
      nearness: z.array(
        z.strictObject({
          alert: z.string(),
          value: z.number().nullable(),
          sign: z.enum([">", ">=", "<", "<=", "==", "!="]),
          threshold: z.number(),
        }),
      ),
      notes: z.array(z.string()),
    }),
  ),
});
const run = { runtime: "process", seconds: 12.34567 } as const;

test("the report is of schema 1, and survives JSON", () => {
  const report = drillReport([held, deviated, inconclusive, hopeless], run);
  expect(schema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  expect(report.drills[0]?.timeline).toEqual(held.timeline);
  expect(report.seconds).toBe(12.346);
});

test("what never happened is null", () => {
  expect(drillReport([hopeless], run).drills[0]?.timeline).toEqual({
    fault: null,
    lifted: null,
    pending: null,
    firing: null,
    resolved: null,
    others: [],
    deliveries: [],
  });
});

test("twin: the schema takes nothing else", () => {
  const report = drillReport([held], run);
  expect(schema.safeParse({ ...report, schema: 2 }).success).toBe(false);
  expect(schema.safeParse({ ...report, more: 1 }).success).toBe(false);
  const { timeline: _timeline, ...rest } = report.drills[0]!;
  expect(schema.safeParse({ ...report, drills: [rest] }).success).toBe(false);
});

test("fields that a verdict has besides do not leak into the report", () => {
  const more = { ...held, journal: "secret", timeline: { ...held.timeline, raw: 1 } };
  expect(drillReport([more], run)).toEqual(drillReport([held], run));
});

test.each([
  [[held, held], "held"],
  [[held, inconclusive], "inconclusive"],
  [[inconclusive, deviated], "deviated"],
  [[], "inconclusive"],
])("the whole is as bad as its worst: %#", (verdicts, whole) => {
  expect(drillReport(verdicts, run).outcome).toBe(whole);
});
