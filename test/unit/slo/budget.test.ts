import { describe, expect, test } from "vitest";
import { budgetNotes } from "../../../sandbox/drill/judge/budget-notes.ts";
import type { EventOf, Journal, JournalEvent } from "../../../sandbox/drill/journal.ts";
import { readRuleFile } from "../../../sandbox/rules/rule-file.ts";
import { budgetOfAlert, budgetSpent } from "../../../sandbox/slo/budget.ts";
import { readSlos } from "../../../sandbox/slo/read-slos.ts";
import { renderRules } from "../../../sandbox/slo/render.ts";
import { days, sloth } from "./specs.ts";

const minutes = 60_000;
const rulesOf = (text: string) => readRuleFile("rules.yml", text).groups.flatMap(({ rules }) => rules);
const generated = rulesOf(renderRules(readSlos([{ file: "slo.yml", text: sloth() }], 28 * days).slos, [], []));

describe("the error budget that an alert watches over", () => {
  test("is read from the rules that were generated with it", () => {
    const [page, ticket] = generated.filter(({ kind }) => kind === "alert");
    expect(page && budgetOfAlert(page, generated)).toEqual({
      id: "shop-errors",
      share: 0.001,
      periodMs: 28 * days,
      windows: [
        { metric: "slo:sli_error:ratio_rate5m", windowMs: 5 * minutes },
        { metric: "slo:sli_error:ratio_rate30m", windowMs: 30 * minutes },
        { metric: "slo:sli_error:ratio_rate1h", windowMs: 60 * minutes },
        { metric: "slo:sli_error:ratio_rate6h", windowMs: 360 * minutes },
      ],
    });
    expect(ticket && budgetOfAlert(ticket, generated)?.windows.map(({ windowMs }) => windowMs / days)).toEqual([
      1 / 12,
      1 / 4,
      1,
      3,
    ]);
  });

  test("is read from what Sloth itself writes, noise of binary fractions and all", () => {
    const noisy = rulesOf(`groups:
  - name: g
    rules:
      - { record: 'slo:objective:ratio', expr: vector(0.9990000000000001), labels: { sloth_id: a } }
      - { record: 'slo:objective:ratio', expr: vector(0.5), labels: { sloth_id: b } }
      - { record: 'slo:time_period:days', expr: vector(30), labels: { sloth_id: a } }
      - { alert: A, expr: 'slo:sli_error:ratio_rate4w{sloth_id="a"} > 0.1' }
`);
    const alert = noisy.find(({ kind }) => kind === "alert");
    expect(alert && budgetOfAlert(alert, noisy)).toMatchObject({ id: "a", share: 0.001, periodMs: 30 * days });
  });

  test("is none of an alert that reads no objective, or of one whose objective nothing says", () => {
    expect(budgetOfAlert({ expr: "up == 0" }, generated)).toBeUndefined();
    expect(budgetOfAlert({ expr: 'slo:sli_error:ratio_rate5m{sloth_id="other"} > 1' }, generated)).toBeUndefined();
    const page = generated.find(({ kind }) => kind === "alert");
    expect(page && budgetOfAlert(page, [])).toBeUndefined();
  });
});

test("14.4 times the budget's share over an hour is two in a hundred of 30 days", () => {
  expect(budgetSpent(0.0144, 60 * minutes, { share: 0.001, periodMs: 30 * days })).toBeCloseTo(0.02, 12);
  expect(budgetSpent(0.001, 30 * days, { share: 0.001, periodMs: 30 * days })).toBeCloseTo(1, 12);
});

describe("what a report says of it", () => {
  const told = (at: number, more: Partial<EventOf<"delivery">> = {}): JournalEvent => ({
    at,
    what: "delivery",
    receiver: "pagerduty",
    kind: "pagerduty",
    status: "firing",
    alert: "Burn",
    fingerprint: "1",
    ...more,
  });
  const budget: JournalEvent = {
    at: 9_000,
    what: "error-budget",
    id: "shop-errors",
    share: 0.001,
    periodMs: 30 * days,
    windows: [
      { windowMs: 5 * minutes, samples: [[2_000, 0.04]] },
      {
        windowMs: 60 * minutes,
        samples: [
          [1_000, 0],
          [12_000, 0.015],
          [13_000, 0.02],
        ],
      },
    ],
  };
  const journal = (...events: readonly JournalEvent[]): Journal => ({
    schema: 1,
    drill: { name: "burn", title: "", load: "steady", alert: "Burn", expect: { others: "none" } },
    factor: 120,
    timing: { scrapeMs: 0, evaluationMs: 0, groupWaitMs: 0, groupIntervalMs: 0, windowMs: 0, events: null },
    events: [{ at: 1_000, what: "fault-asked" }, { at: 1_000, what: "fault-acknowledged" }, ...events],
    series: [],
  });

  test("is how much was gone when the first was told, by the shortest window that holds the fault's beginning", () => {
    // 11.5 s × 120 are 23 minutes.
    expect(budgetNotes(journal(budget, told(14_000, { receiver: "email" }), told(12_500)))).toEqual([
      "2.1 % of the 30-day error budget of shop-errors was gone when pagerduty was told, 23m after the fault",
    ]);
  });

  test("is nothing where nobody was told, or of another alert, or that it is over, or later than any window", () => {
    expect(budgetNotes(journal(budget))).toEqual([]);
    expect(budgetNotes(journal(told(12_500)))).toEqual([]);
    expect(budgetNotes(journal(budget, told(12_500, { alert: "Other" })))).toEqual([]);
    expect(budgetNotes(journal(budget, told(12_500, { status: "resolved" })))).toEqual([]);
    expect(budgetNotes(journal(budget, told(60_000)))).toEqual([]);
  });
});
